package io.carillon.fanout.delivery;

import io.carillon.fanout.link.Recall;

/** What a pump says when it is asked for a page. */
sealed interface Recalled {

    /** The partition is owned and its feed has looked. */
    record Known(Recall recall) implements Recalled {}

    /** This node does not own the partition. */
    record NotOwner() implements Recalled {}

    /** The partition is owned, and the log has not said yet where it ends. */
    record NotReady() implements Recalled {}
}
