package io.carillon.e2e.cluster;

import io.carillon.e2e.system.SharedSystem;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/** Starts the cluster when the first test asks for it; it is the {@link SharedSystem} from then on. */
final class ClusterExtension implements ParameterResolver, TestWatcher {

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
        Cluster cluster = SharedSystem.of(context, Cluster.class, Cluster.class, () -> Cluster.start(SETTINGS));
        cluster.mend();
        return cluster;
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        Optional<Cluster> cluster = SharedSystem.present(context, Cluster.class);
        System.out.println("--- the cluster, when " + context.getDisplayName() + " had failed ---");
        System.out.println(cluster.map(Cluster::state).orElse("(it did not start)"));
    }
}
