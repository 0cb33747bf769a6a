package io.carillon.fanout.delivery;

/** How many client connections are subscribed to a channel, over all edges. */
public sealed interface SubscriberCount {

    /** So many, as the edges that follow have reported. */
    record Known(int connections) implements SubscriberCount {}

    /** The owner is new, so edges may be missing; for at most the time to settle. Also if it did not answer in time. */
    record Unknown() implements SubscriberCount {}

    /** This node does not own the partition. */
    record NotOwner() implements SubscriberCount {}
}
