package io.carillon.runtime.observe;

import io.carillon.runtime.config.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sets the log of the process up: one line per record, libraries only from WARNING on.
 *
 * <p>Behind {@code System.Logger} stands {@code java.util.logging}, which the JDK has once per JVM; so this is for main
 * classes, not for services.
 */
public final class Logging {

    private static final List<String> LIBRARIES = List.of(
            "io.helidon",
            "io.grpc",
            "io.micrometer",
            "io.netty",
            "kafka",
            "okhttp3",
            "org.apache",
            "org.kiwiproject",
            "state.change");

    /**
     * Warns of every attempt to reach a broker, several times a second; that the log is out of reach is for our own parts to
     * say, once. Held here, since the log manager forgets the levels of loggers that nobody refers to.
     */
    private static final Logger KAFKA_CONNECTIONS = Logger.getLogger("org.apache.kafka.clients.NetworkClient");

    private final DrainSafeHandler handler;

    private Logging(DrainSafeHandler handler) {
        this.handler = handler;
    }

    /**
     * Takes the log over, in place of the handlers it had.
     *
     * @param out where lines go, as a rule {@code System.err}
     */
    public static Logging start(LogLevel level, PrintStream out) {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var handler = new DrainSafeHandler(
                root, out, LIBRARIES.stream().map(Logger::getLogger).toList());
        root.addHandler(handler);
        var logging = new Logging(handler);
        logging.level(level);
        return logging;
    }

    /** Reads {@code push.log.level}. */
    public static LogLevel level(Settings settings) {
        return settings.choice("push.log.level", LogLevel.INFO);
    }

    /** Changes how much the log tells. */
    public void level(LogLevel level) {
        handler.level(level);
        KAFKA_CONNECTIONS.setLevel(level == LogLevel.TRACE ? Level.ALL : Level.SEVERE);
    }
}
