package io.carillon.fanout.kafka;

/** Why a record of the topic is not a publication. */
public enum SkipReason {
    /** The record has no key. */
    MISSING_CHANNEL("missing-channel"),
    /** The key is not a valid channel name. */
    INVALID_CHANNEL("invalid-channel"),
    /** The channel lives in another partition, so its order could not be kept; the producer maps channels differently. */
    FOREIGN_PARTITION("foreign-partition"),
    /** The record has no value. */
    MISSING_VALUE("missing-value"),
    /** The value is not one JSON value. */
    BROKEN_VALUE("broken-value");

    private final String label;

    SkipReason(String label) {
        this.label = label;
    }

    /** Returns the reason as metrics and log lines name it. */
    public String label() {
        return label;
    }
}
