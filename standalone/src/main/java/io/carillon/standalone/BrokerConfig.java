package io.carillon.standalone;

import io.carillon.runtime.config.Settings;
import io.carillon.standalone.broker.EmbeddedBroker;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The Kafka broker inside.
 *
 * @param data folder that all data go to
 * @param port for clients; never 0
 * @param controllerPort on which it talks to itself; never 0
 */
public record BrokerConfig(Path data, int port, int controllerPort) {

    private static final int DEFAULT_PORT = 9092;

    static BrokerConfig from(Settings settings) {
        int chosen = settings.port(Keys.KAFKA_PORT, DEFAULT_PORT);
        boolean roomForController = chosen < 65_535;
        settings.require(roomForController, Keys.KAFKA_PORT, "at most 65534, since the controller has the next port");
        if (chosen == 0 || !roomForController) {
            return new BrokerConfig(data(settings), FreePort.find(), FreePort.find());
        }
        return new BrokerConfig(data(settings), chosen, chosen + 1);
    }

    private static Path data(Settings settings) {
        String text = settings.text(Keys.DATA, "data");
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException _) {
            settings.require(false, Keys.DATA, "a folder");
            return Path.of("data");
        }
    }

    /** Returns where clients find it. */
    String bootstrapServers() {
        return EmbeddedBroker.HOST + ":" + port;
    }
}
