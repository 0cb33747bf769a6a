package io.carillon.fanout.consensus;

import java.util.Optional;

/**
 * A node that has a vote.
 *
 * @param id id of the node
 * @param address {@code host:port} of its Raft listener
 */
public record Voter(String id, String address) {

    /** Reads {@code id@host:port}; empty if it is not of that form. */
    public static Optional<Voter> parse(String text) {
        int at = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        if (at < 1 || colon <= at + 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(new Voter(text.substring(0, at), text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return id + "@" + address;
    }
}
