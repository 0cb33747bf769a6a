package io.carillon.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The broker's settings: a single node, as small and as quick to start as a real broker can be. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENT_LISTENER = "CLIENTS";

    private BrokerProperties() {}

    static Properties of(Path data, String host, int port, int controllerPort) {
        var properties = new Properties();
        identity(properties, data, host, port, controllerPort);
        singleNode(properties);
        footprint(properties);
        speed(properties);
        return properties;
    }

    private static void identity(Properties properties, Path data, String host, int port, int controllerPort) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
        properties.put(
                "listeners",
                "%s://%s:%d,%s://%s:%d"
                        .formatted(CLIENT_LISTENER, host, port, CONTROLLER_LISTENER, host, controllerPort));
        properties.put(
                "listener.security.protocol.map",
                "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT_LISTENER, CONTROLLER_LISTENER));
        properties.put("inter.broker.listener.name", CLIENT_LISTENER);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put("log.dirs", data.toString());
    }

    /** Kafka's own topics expect three brokers unless told otherwise. */
    private static void singleNode(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("auto.create.topics.enable", "false");
    }

    private static void footprint(Properties properties) {
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "2");
        properties.put("background.threads", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        // The default is 128 MB of heap.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        properties.put("log.index.size.max.bytes", Integer.toString(1024 * 1024));
    }

    private static void speed(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("controller.quorum.append.linger.ms", "0");
        // After a kill the controller lets the broker in again only once the session of its former self has expired,
        // which takes nine seconds by default.
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("broker.session.timeout.ms", "2000");
    }
}
