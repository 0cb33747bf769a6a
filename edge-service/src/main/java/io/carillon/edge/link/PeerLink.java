package io.carillon.edge.link;

/** The link to one node: closed until its time comes, opening, or open; with what is known of its liveliness. */
final class PeerLink {

    enum State {
        CLOSED,
        OPENING,
        OPEN
    }

    final String node;
    final String address;

    State state = State.CLOSED;

    /** Closed: when to open it. Opening and open: when something last arrived. */
    long sinceNanos;

    long sentNanos;

    /** When the last heartbeat was sent: one that has something to tell is not spared by other messages. */
    long heartbeatNanos;

    /** Since when there is no open link, while there is none. */
    long lostNanos;

    PeerLink(String node, String address, long openAtNanos) {
        this.node = node;
        this.address = address;
        this.sinceNanos = openAtNanos;
        this.lostNanos = openAtNanos;
    }
}
