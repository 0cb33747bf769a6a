package io.carillon.ingest.publish;

import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** Asks who knows how many client connections are subscribed to a channel. Safe for use by many threads. */
@FunctionalInterface
public interface SubscriberCounter {

    /**
     * Starts to count. The call itself does not wait for anybody.
     *
     * @param channel a valid channel name
     * @return the number over all edges, or empty if it is not known at present; a failure counts as not known
     */
    CompletionStage<OptionalInt> count(String channel);
}
