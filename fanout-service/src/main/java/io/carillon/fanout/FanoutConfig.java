package io.carillon.fanout;

import io.carillon.core.position.Generation;
import io.carillon.fanout.delivery.DeliverySettings;
import io.carillon.fanout.history.HistorySettings;
import io.carillon.fanout.history.RecentLimits;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.fanout.link.FeedLimits;
import io.carillon.fanout.rpc.LinkSettings;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.config.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that can be set about a fanout node.
 *
 * @param nodeId stable id of this node
 * @param mesh where to listen for edges and ingests; port 0 for a free one
 * @param advertisedHost under which host edges reach that listener
 * @param kafka settings for Kafka clients, {@code bootstrap.servers} among them
 * @param topic the log's topic
 * @param revocations the topic of who is not let in any more
 * @param tokenLife how long a token may live, and so for how long a revocation has to be kept
 * @param delivery how publications get to links
 * @param links how links keep time
 * @param control how it shares the partitions with other nodes
 */
public record FanoutConfig(
        String nodeId,
        InetSocketAddress mesh,
        String advertisedHost,
        Map<String, String> kafka,
        TopicPlan topic,
        TopicPlan revocations,
        Duration tokenLife,
        DeliverySettings delivery,
        LinkSettings links,
        ControlSettings control) {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long GIBIBYTE = 1 << 30;

    public FanoutConfig {
        kafka = Map.copyOf(kafka);
    }

    /**
     * Reads the configuration; what is wrong with it is found in the settings.
     *
     * @param hostname of this machine, by which edges reach it unless another host is advertised
     */
    public static FanoutConfig from(Settings settings, String nodeId, String hostname) {
        Map<String, String> kafka = new LinkedHashMap<>(settings.subtree("push.kafka."));
        kafka.putIfAbsent("bootstrap.servers", "localhost:9092");
        String advertisedHost = settings.text("push.mesh.advertised.host", hostname);
        return new FanoutConfig(
                nodeId,
                new InetSocketAddress(
                        settings.text("push.mesh.address", "0.0.0.0"), settings.port("push.mesh.port", 9090)),
                advertisedHost,
                kafka,
                topic(
                        settings,
                        "push.log.topic",
                        "push.messages",
                        settings.integer("push.log.partitions", 64, 1, Generation.MAX_PARTITIONS)),
                topic(settings, AuthConfig.REVOCATIONS_TOPIC, AuthConfig.DEFAULT_REVOCATIONS_TOPIC, 1),
                AuthConfig.tokenLife(settings),
                delivery(settings),
                links(settings),
                ControlSettings.from(settings, nodeId, advertisedHost));
    }

    /** Both topics are made alike: whoever has brokers to spare wants copies of either. */
    private static TopicPlan topic(Settings settings, String key, String otherwise, int partitions) {
        String name = settings.text(key, otherwise);
        int replication = settings.integer("push.log.replication.factor", 1, 1, 16);
        int inSync = settings.integer("push.log.min.insync.replicas", 1, 1, 16);
        boolean create = settings.bool("push.log.create", true);
        settings.require(!name.isBlank(), key, "the name of a topic");
        settings.require(inSync <= replication, "push.log.min.insync.replicas", "at most push.log.replication.factor");
        return new TopicPlan(
                name.isBlank() ? otherwise : name, partitions, replication, Math.min(inSync, replication), create);
    }

    private static DeliverySettings delivery(Settings settings) {
        DeliverySettings defaults = DeliverySettings.defaults();
        FeedLimits feed = defaults.feed();
        return new DeliverySettings(
                settings.integer("push.fanout.pumps", defaults.pumps(), 1, 256),
                settings.integer("push.fanout.mailbox.limit", defaults.commandLimit(), 1, 1_000_000),
                settings.bytes("push.fanout.backlog.bytes", defaults.backlogBytes(), 1, GIBIBYTE),
                history(settings),
                settings.duration(
                        "push.fanout.report.duration", defaults.report(), MILLISECOND, DeliverySettings.MAX_REPORT),
                settings.integer("push.fanout.expected.edges", defaults.expectedEdges(), 0, 100_000),
                settings.duration("push.fanout.settle.duration", defaults.settle(), Duration.ZERO, MINUTE),
                new KeySettings(
                        settings.duration(
                                "push.idempotency.window.duration",
                                defaults.keys().window(),
                                MILLISECOND,
                                Duration.ofDays(1)),
                        settings.integer(
                                "push.idempotency.keys.limit",
                                (int) defaults.keys().keyLimit(),
                                0,
                                100_000_000)),
                new FeedLimits(
                        (int) settings.bytes("push.fanout.batch.bytes", feed.batchBytes(), 1, 8 << 20),
                        recent(settings, feed.recent()),
                        feed.historyBytes(),
                        feed.searchCount()));
    }

    private static RecentLimits recent(Settings settings, RecentLimits defaults) {
        return new RecentLimits(
                settings.integer("push.fanout.recent.count", defaults.count(), 0, 10_000_000),
                settings.bytes("push.fanout.recent.bytes", defaults.bytes(), 0, 64 * GIBIBYTE),
                settings.integer("push.fanout.recent.channel.count", defaults.channelCount(), 0, 10_000_000));
    }

    private static HistorySettings history(Settings settings) {
        HistorySettings defaults = HistorySettings.DEFAULT;
        return new HistorySettings(
                settings.integer("push.fanout.history.reads", defaults.reads(), 1, HistorySettings.MAX_READS),
                settings.integer("push.fanout.history.readers", defaults.readers(), 1, 100_000),
                (int) settings.bytes("push.fanout.history.scan.bytes", defaults.scanBytes(), 1, GIBIBYTE),
                (int) settings.bytes("push.fanout.history.last.bytes", defaults.lastBytes(), 1, GIBIBYTE),
                settings.bytes("push.fanout.history.index.bytes", defaults.indexBytes(), 0, 64 * GIBIBYTE));
    }

    private static LinkSettings links(Settings settings) {
        LinkSettings defaults = LinkSettings.DEFAULT;
        Duration heartbeat = settings.duration("push.link.heartbeat.duration", defaults.heartbeat(), MILLISECOND, HOUR);
        Duration silence = settings.duration("push.link.silence.duration", defaults.silence(), MILLISECOND, HOUR);
        boolean sensible = heartbeat.compareTo(silence) < 0;
        settings.require(sensible, "push.link.heartbeat.duration", "less than push.link.silence.duration");
        return new LinkSettings(
                sensible ? heartbeat : defaults.heartbeat(),
                sensible ? silence : defaults.silence(),
                defaults.grace(),
                settings.integer("push.link.queue.count", defaults.queueCount(), 1, 10_000_000),
                settings.bytes("push.link.queue.bytes", defaults.queueBytes(), 1, 64 * GIBIBYTE));
    }
}
