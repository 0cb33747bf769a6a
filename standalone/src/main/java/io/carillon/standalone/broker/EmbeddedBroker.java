package io.carillon.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker with its controller, in this JVM, on the loopback interface.
 *
 * <p>The data folder is formatted by the first start and used again by later ones; what was written is there again, under the
 * same cluster id. Lives from {@link #start} to {@link #close}, once. Not thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** Where the broker listens. */
    public static final String HOST = "127.0.0.1";

    /**
     * How much Kafka's server may say. The loggers are held here, since java.util.logging forgets the level of a logger
     * that nobody holds. The controller warns of every start that is all right, and clients of every attempt to connect
     * while the broker is gone, which our own parts say once; so these have to be in earnest to be heard.
     */
    private static final Map<Logger, Level> LOG_LEVELS = Map.of(
            Logger.getLogger("kafka"), Level.WARNING,
            Logger.getLogger("org.apache.kafka"), Level.WARNING,
            Logger.getLogger("state.change.logger"), Level.WARNING,
            Logger.getLogger("org.apache.kafka.clients.NetworkClient"), Level.SEVERE,
            Logger.getLogger("org.apache.kafka.controller.QuorumController"), Level.SEVERE);

    private final Path data;
    private final BrokerPort port;
    private final BrokerPort controllerPort;
    private @Nullable KafkaRaftServer server;

    /**
     * Creates a broker, which does nothing until it is started.
     *
     * @param data the folder for its data, made if it is missing
     * @param port where clients reach it
     * @param controllerPort where it talks to itself
     */
    public EmbeddedBroker(Path data, BrokerPort port, BrokerPort controllerPort) {
        this.data = data.toAbsolutePath();
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Returns the address for clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port.number();
    }

    /**
     * Starts the broker; clients are served when this returns.
     *
     * @throws IOException if a port is taken, or the folder cannot be used; the message says which
     */
    public void start() throws IOException {
        LOG_LEVELS.forEach(Logger::setLevel);
        port.requireFree(HOST);
        controllerPort.requireFree(HOST);
        format();
        var starting = new KafkaRaftServer(
                new KafkaConfig(BrokerProperties.of(data, HOST, port.number(), controllerPort.number()), false),
                Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            starting.awaitShutdown();
            throw new IOException("broker does not start with data in " + data + ": " + e.getMessage(), e);
        }
        server = starting;
    }

    private void format() throws IOException {
        Files.createDirectories(data);
        try {
            new Formatter()
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(clusterId())
                    .setDirectories(List.of(data.toString()))
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setHasDynamicQuorum(false)
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // The formatter's own signature; in truth these are its refusals of what it finds in the folder.
            throw new IOException("broker's data folder " + data + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns the id that an earlier start wrote down, or a new one. */
    private String clusterId() throws IOException {
        Path identity = data.resolve("meta.properties");
        if (!Files.exists(identity)) {
            return Uuid.randomUuid().toString();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(identity)) {
            properties.load(reader);
        }
        String id = properties.getProperty("cluster.id");
        if (id == null) {
            throw new IOException(identity + ": no cluster.id (expected: a folder that a broker has written)");
        }
        return id;
    }

    /** Waits until the broker ends, by {@link #close} or by itself. */
    public void awaitEnd() {
        if (server != null) {
            server.awaitShutdown();
        }
    }

    /** Stops the broker cleanly; what was acknowledged is on disk. */
    @Override
    public void close() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            running.shutdown();
            running.awaitShutdown();
        }
    }
}
