package io.carillon.ingest.kafka;

import io.carillon.core.position.Generation;
import java.util.Set;

/** What the probe last found out about the log. */
public sealed interface LogState {

    /**
     * The brokers answer.
     *
     * @param generation identity of the log
     * @param closedPartitions partitions that take no appends now, since they have no leader or too few replicas in sync
     */
    record Up(Generation generation, Set<Integer> closedPartitions) implements LogState {

        public Up {
            closedPartitions = Set.copyOf(closedPartitions);
        }

        /** Returns whether at least one partition takes appends. */
        public boolean appendable() {
            return closedPartitions.size() < generation.partitionCount();
        }
    }

    /**
     * Nothing can be appended.
     *
     * @param why the reason in words for an operator
     */
    record Down(String why) implements LogState {}
}
