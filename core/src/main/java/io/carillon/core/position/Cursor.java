package io.carillon.core.position;

import io.carillon.core.channel.ChannelHash;
import java.util.List;
import java.util.Optional;

/**
 * The place of one connection in the log: the {@code id} of every event, and what a client gives back to resume.
 *
 * <p>As text: format version, generation, time and positions, parted by dots, for instance
 * {@code 1.0k3f92ab.mb2k9x1c.12:34566.3:17}. The time is in base 36; a position is {@code partition:offset}. The text
 * is opaque to clients, but readable, and safe in a URL and in a header. Channels that stand elsewhere than the others of
 * their partition have exceptions behind the positions, with the hash of the name in base 36: {@code ~hash:offset},
 * {@code ~hash@time} or {@code ~hash:offset*count}; see {@link ChannelPlace}.
 *
 * <p>A connection's cursor has at most one position or exception for each channel, so with {@link #MAX_CHANNELS} it is
 * never longer than {@link #MAX_LENGTH}.
 *
 * @param generation id of the generation that gives the offsets their meaning
 * @param timeMillis up to when the log is covered, in milliseconds since 1970-01-01T00:00Z; channels of partitions that
 *     are not named resume from here
 * @param positions one for each partition that the connection's channels live in, the event's own partition first
 * @param exceptions channels that stand elsewhere than their partition
 */
public record Cursor(String generation, long timeMillis, List<Position> positions, List<ChannelPosition> exceptions) {

    /** Longest text, in characters. */
    public static final int MAX_LENGTH = 4096;

    /** Most channels of a connection: so many fit into a cursor wherever each of them stands. */
    public static final int MAX_CHANNELS = 100;

    /** How much sooner than a cursor's time channels begin that resume by it, since clocks of partitions differ a little. */
    public static final long TIME_SLACK_MILLIS = 5_000;

    /** The format version that this class reads and writes. */
    public static final String VERSION = "1";

    /**
     * A place in one partition.
     *
     * @param partition partition number, from 0
     * @param offset everything up to it, of the connection's channels, was sent; -1 if nothing was yet
     */
    public record Position(int partition, long offset) {}

    /**
     * The place of one channel that stands elsewhere than its partition.
     *
     * @param channelHash the {@linkplain ChannelHash hash} of the channel's name
     * @param place where it stands
     */
    public record ChannelPosition(long channelHash, ChannelPlace place) {}

    public Cursor {
        positions = List.copyOf(positions);
        exceptions = List.copyOf(exceptions);
    }

    /** Returns the cursor that names a single publication. */
    public static Cursor at(Generation generation, long timeMillis, int partition, long offset) {
        return new Cursor(generation.id(), timeMillis, List.of(new Position(partition, offset)), List.of());
    }

    /**
     * Reads a cursor's text.
     *
     * @return the cursor, or empty if the text is not one, whatever else it may be
     */
    public static Optional<Cursor> parse(String text) {
        return CursorText.parse(text);
    }

    /** Returns the text that {@link #parse} reads. */
    public String text() {
        return CursorText.of(this);
    }

    /** Returns the offset of a partition, or empty if the cursor does not name it. */
    public Optional<Position> position(int partition) {
        for (Position position : positions) {
            if (position.partition() == partition) {
                return Optional.of(position);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns where a channel resumes in a log: where it stands, if the cursor says so and is of that log, else by time.
     *
     * @param generationId of the log that is there now
     * @param partition the partition that the channel lives in
     */
    public ChannelPlace resume(String generationId, String channel, int partition) {
        var byTime = new ChannelPlace.Since(Math.max(0, timeMillis - TIME_SLACK_MILLIS));
        // Offsets of another log mean nothing in this one, but time does.
        return generation.equals(generationId) ? place(channel, partition).orElse(byTime) : byTime;
    }

    /**
     * Returns where a channel stands, or empty if the cursor says nothing of it but its time.
     *
     * @param channel the channel
     * @param partition the partition that it lives in
     */
    public Optional<ChannelPlace> place(String channel, int partition) {
        if (!exceptions.isEmpty()) {
            long hash = ChannelHash.of(channel);
            for (ChannelPosition exception : exceptions) {
                if (exception.channelHash() == hash) {
                    return Optional.of(exception.place());
                }
            }
        }
        return position(partition).map(position -> new ChannelPlace.Behind(position.offset()));
    }
}
