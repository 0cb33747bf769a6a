package io.carillon.runtime.discovery;

import java.util.Optional;

/**
 * Where a fanout node is for other fanout nodes.
 *
 * @param nodeId its stable id
 * @param address {@code host:port}
 */
public record NodeAddress(String nodeId, String address) {

    public NodeAddress {
        if (nodeId.isBlank() || nodeId.contains("@") || nodeId.contains(",")) {
            throw new IllegalArgumentException("nodeId: " + nodeId + " (expected: an id without @ and commas)");
        }
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("address: " + address + " (expected: host:port)");
        }
    }

    /** Returns what a text like {@code fanout-1@host:9091} says, or empty if it is otherwise. */
    public static Optional<NodeAddress> parse(String text) {
        int at = text.indexOf('@');
        try {
            return at < 0
                    ? Optional.empty()
                    : Optional.of(new NodeAddress(text.substring(0, at), text.substring(at + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return nodeId + '@' + address;
    }
}
