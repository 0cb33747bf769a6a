package io.carillon.bench.load;

/** Hears what happens to subscribers. Called on the thread of the load that they belong to. */
interface Audience {

    /** A subscriber's stream has begun. */
    void opened(SubscriberConnection subscriber);

    /** A subscriber's connection is over, not by our doing. */
    void lost(SubscriberConnection subscriber, boolean wasOpen);

    /** A subscriber was answered with something else than a stream. */
    void refused(String answer);

    /** A publication reached a subscriber. */
    void heard(SubscriberConnection subscriber, long dueNanos);
}
