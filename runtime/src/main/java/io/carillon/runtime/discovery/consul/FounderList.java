package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.discovery.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes that found a cluster, while they gather and when they are decided. Immutable.
 *
 * @param nodes in the order in which they came
 * @param expect how many there will be
 */
record FounderList(List<NodeAddress> nodes, int expect) {

    FounderList {
        nodes = List.copyOf(nodes);
    }

    /**
     * Returns the list that a text stands for.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static FounderList parse(String text, int expect) {
        List<NodeAddress> nodes = Stream.of(text.split(",", -1))
                .filter(part -> !part.isBlank())
                .map(part -> NodeAddress.parse(part.strip())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "first voters: " + part + " (expected: id@host:port, with commas between them)")))
                .toList();
        return new FounderList(nodes, expect);
    }

    /** Returns whether nobody is missing; from then on the list never changes. */
    boolean isDecided() {
        return nodes.size() >= expect;
    }

    /**
     * Returns the list with a node in it, or empty if it should stay as it is. A node that came back under another address
     * before the decision takes its old place.
     */
    Optional<FounderList> with(NodeAddress node) {
        if (isDecided() || nodes.contains(node)) {
            return Optional.empty();
        }
        List<NodeAddress> more = new ArrayList<>(nodes);
        int place = nodes.stream().map(NodeAddress::nodeId).toList().indexOf(node.nodeId());
        if (place < 0) {
            more.add(node);
        } else {
            more.set(place, node);
        }
        return Optional.of(new FounderList(more, expect));
    }

    /** Returns the text that stands for the list. */
    String text() {
        return nodes.stream().map(NodeAddress::toString).collect(Collectors.joining(","));
    }
}
