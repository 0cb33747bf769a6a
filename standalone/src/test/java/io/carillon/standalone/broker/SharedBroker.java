package io.carillon.standalone.broker;

import io.carillon.testkit.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One broker for all tests of this JVM, which tell their topics apart; it ends with the JVM. */
public final class SharedBroker {

    private static @Nullable EmbeddedBroker broker;

    private SharedBroker() {}

    /** Returns its address; the first call starts it. */
    public static synchronized String bootstrapServers() {
        EmbeddedBroker running = broker;
        if (running == null) {
            running = start();
            broker = running;
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        }
        return running.bootstrapServers();
    }

    private static EmbeddedBroker start() {
        List<Integer> ports = FreePorts.some(2);
        try {
            Path data = Files.createTempDirectory(Path.of("target"), "shared-broker");
            var starting = new EmbeddedBroker(
                    data, new BrokerPort(ports.get(0), "port"), new BrokerPort(ports.get(1), "controllerPort"));
            starting.start();
            return starting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
