package io.carillon.fanout.ownership;

/** What became of a command. */
public sealed interface Outcome {

    /** Returns the cluster after the command. */
    Cluster cluster();

    /** It was obeyed. */
    record Done(Cluster cluster) implements Outcome {}

    /** Nothing changed, since what the command relied on does not hold (any more). Not an error: leaders change. */
    record Stale(Cluster cluster, String reason) implements Outcome {}
}
