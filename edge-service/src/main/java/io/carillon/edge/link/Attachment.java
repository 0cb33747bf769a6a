package io.carillon.edge.link;

/** That a partition is followed at one node, or is about to be. */
final class Attachment {

    final String node;

    /** The revision that the owner's answer must have; an answer with a smaller one belongs to an attach before. */
    final long revision;

    /** The epoch asked for, then the one under which the node answered. */
    long epoch;

    /** Bytes of publications that the node may still send, as far as this edge knows. */
    long roomBytes;

    Attachment(String node, long revision, long epoch, long roomBytes) {
        this.node = node;
        this.revision = revision;
        this.epoch = epoch;
        this.roomBytes = roomBytes;
    }
}
