package io.carillon.e2e.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Starts the cluster when the first test asks for it, and stops it after the last. */
final class ClusterExtension implements ParameterResolver, TestWatcher {

    private static final ExtensionContext.Namespace CLUSTERS =
            ExtensionContext.Namespace.create(ClusterExtension.class);

    /** How many publications of a partition its owner remembers: few, so that much of what is replayed comes from Kafka. */
    static final int RECENT_COUNT = 64;

    /**
     * Heartbeats that come often, so that a stream that stays can be told from one that is dead; counts that are waited for,
     * since a busy machine must not turn an exact number into none; and nodes that come back get their share soon, since the
     * next test waits for that.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "push.heartbeat.interval.duration", "2s",
            "push.subscribers.timeout.duration", "5s",
            "push.ownership.settle.duration", "500ms",
            "push.ownership.balance.duration", "3s",
            "push.ownership.balance.pause.duration", "1s",
            "push.fanout.recent.count", String.valueOf(RECENT_COUNT));

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Cluster cluster = context.getRoot()
                .getStore(CLUSTERS)
                .computeIfAbsent("cluster", _ -> Cluster.start(SETTINGS), Cluster.class);
        cluster.mend();
        return cluster;
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Cluster cluster = context.getRoot().getStore(CLUSTERS).get("cluster", Cluster.class);
        System.out.println("--- the cluster, when " + context.getDisplayName() + " had failed ---");
        System.out.println(cluster == null ? "(it did not start)" : cluster.state());
    }
}
