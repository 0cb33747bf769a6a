package io.carillon.fanout.membership;

import io.carillon.fanout.leadership.Progress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node says to a report. */
public sealed interface Answer {

    /**
     * The leader heard it, and most voters hear the leader.
     *
     * @param progress how far the owners of all partitions are, by partition, as far as the leader has heard
     */
    record Heard(Map<Integer, Progress> progress) implements Answer {

        public Heard {
            progress = Map.copyOf(progress);
        }
    }

    /**
     * The node does not lead, or cannot be sure that it still does.
     *
     * @param leader {@code host:port} of the leader's mesh listener, or null if the node does not know
     */
    record NotLeader(@Nullable String leader) implements Answer {}
}
