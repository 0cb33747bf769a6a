package io.carillon.standalone.cluster;

/** What a process of a cluster is, in the order in which processes are started. */
public enum NodeKind {
    KAFKA,
    CONSUL,
    FANOUT,
    EDGE,
    INGEST;

    /** Returns whether the process is one of ours, with a management port. */
    public boolean isService() {
        return this == FANOUT || this == EDGE || this == INGEST;
    }
}
