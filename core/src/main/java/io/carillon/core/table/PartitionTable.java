package io.carillon.core.table;

import io.carillon.core.position.Generation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who owns which partition at which epoch: the committed facts, as of one version.
 *
 * @param version grows with every change; a reader never goes back to a smaller one
 * @param generation the log that the partitions belong to
 * @param partitions one entry for each partition, in order of number
 * @param nodes address of every node that an entry names, by node id, as {@code host:port} of its mesh listener
 */
public record PartitionTable(long version, Generation generation, List<Entry> partitions, Map<String, String> nodes) {

    /**
     * Ownership of one partition.
     *
     * @param epoch fencing number of the ownership, from 1; 0 if the partition never had an owner
     * @param serving ids of the nodes that serve the partition, the owner first; empty while nobody does
     */
    public record Entry(long epoch, List<String> serving) {

        public Entry {
            if (epoch < 0) {
                throw new IllegalArgumentException("epoch: " + epoch + " (expected: >= 0)");
            }
            serving = List.copyOf(serving);
        }

        /** Returns the id of the owner, or empty while nobody owns the partition. */
        public Optional<String> owner() {
            return serving.isEmpty() ? Optional.empty() : Optional.of(serving.getFirst());
        }
    }

    public PartitionTable {
        partitions = List.copyOf(partitions);
        // In order of id, so that whoever walks them does the same in every run; Map.copyOf has an order of its own in
        // each.
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        if (partitions.size() != generation.partitionCount()) {
            throw new IllegalArgumentException("partitions: " + partitions.size() + " entries (expected: "
                    + generation.partitionCount() + " as the generation has)");
        }
    }
}
