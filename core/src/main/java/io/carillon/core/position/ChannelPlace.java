package io.carillon.core.position;

/** Where one channel of a connection stands. */
public sealed interface ChannelPlace {

    /**
     * Everything of the channel up to an offset was sent.
     *
     * @param offset the offset in the channel's partition; -1 if nothing was yet
     */
    record Behind(long offset) implements ChannelPlace {}

    /**
     * Nothing was sent yet of what was appended at a time or later, and all of it is wanted.
     *
     * @param timeMillis in milliseconds since 1970-01-01T00:00Z
     */
    record Since(long timeMillis) implements ChannelPlace {}

    /**
     * Nothing was sent yet of everything behind an offset, and of the last publications up to it, and all of that is
     * wanted.
     *
     * @param offset the offset in the channel's partition, from -1
     * @param count how many publications up to the offset are wanted, from 1 to {@link #MAX_COUNT}
     */
    record LastBefore(long offset, int count) implements ChannelPlace {

        /** Most publications that a cursor may ask for. */
        public static final int MAX_COUNT = 9_999;
    }
}
