package io.carillon.fanout.kafka;

import io.carillon.core.position.Generation;

/**
 * The log's topic as the operator wants it.
 *
 * @param name the topic's name
 * @param partitions how many partitions it has, from 1 to 4096; this never changes in place
 * @param replicationFactor copies of each partition, from 1, where the topic has to be made
 * @param minInSyncReplicas how many copies must have a publication before it counts as written, from 1 to
 *     {@code replicationFactor}, where the topic has to be made
 * @param create whether the topic is made if it is missing
 */
public record TopicPlan(String name, int partitions, int replicationFactor, int minInSyncReplicas, boolean create) {

    public TopicPlan {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: blank (expected: a topic's name)");
        }
        if (partitions < 1 || partitions > Generation.MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions: " + partitions + " (expected: 1 to " + Generation.MAX_PARTITIONS + ")");
        }
        if (replicationFactor < 1 || replicationFactor > Short.MAX_VALUE) {
            throw new IllegalArgumentException("replicationFactor: " + replicationFactor + " (expected: >= 1)");
        }
        if (minInSyncReplicas < 1 || minInSyncReplicas > replicationFactor) {
            throw new IllegalArgumentException("minInSyncReplicas: " + minInSyncReplicas
                    + " (expected: 1 to the replication factor, " + replicationFactor + ")");
        }
    }
}
