package io.carillon.core.position;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The place of one connection in the log: the {@code id} of every event, and what a client gives back to resume.
 *
 * <p>As text: format version, generation, time and positions, parted by dots, for instance
 * {@code 1.0k3f92ab.mb2k9x1c.12:34566.3:17}. The time is in base 36; a position is {@code partition:offset}. The text
 * is opaque to clients, but readable, and safe in a URL and in a header. While some channels still catch up, each has
 * an exception {@code ~hash:offset} after the positions, with 48 bits of the name's hash in base 36.
 *
 * @param generation id of the generation that gives the offsets their meaning
 * @param timeMillis up to when the log is covered, in milliseconds since 1970-01-01T00:00Z; channels of partitions that
 *     are not named resume from here
 * @param positions one for each partition that the connection's channels live in, the event's own partition first
 * @param exceptions channels that stand elsewhere than their partition
 */
public record Cursor(String generation, long timeMillis, List<Position> positions, List<ChannelPosition> exceptions) {

    /** Longest text, in characters; it bounds how many channels a connection may have. */
    public static final int MAX_LENGTH = 4096;

    /** The format version that this class reads and writes. */
    public static final String VERSION = "1";

    private static final Pattern GENERATION = Pattern.compile("[0-9a-z]{1,16}");
    private static final Pattern TIME = Pattern.compile("0|[1-9a-z][0-9a-z]{0,9}");
    private static final Pattern POSITION = Pattern.compile("(0|[1-9][0-9]{0,3}):(-1|0|[1-9][0-9]{0,17})");
    private static final Pattern EXCEPTION = Pattern.compile("~(0|[1-9a-z][0-9a-z]{0,9}):(-1|0|[1-9][0-9]{0,17})");

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
     * @param channelHash 48 bits of the channel name's hash
     * @param offset everything of this channel up to it was sent; -1 if nothing was yet
     */
    public record ChannelPosition(long channelHash, long offset) {}

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
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length < 3
                || !parts[0].equals(VERSION)
                || !GENERATION.matcher(parts[1]).matches()
                || !TIME.matcher(parts[2]).matches()) {
            return Optional.empty();
        }
        List<Position> positions = new ArrayList<>();
        List<ChannelPosition> exceptions = new ArrayList<>();
        Set<Integer> partitions = new HashSet<>();
        for (int i = 3; i < parts.length; i++) {
            var position = POSITION.matcher(parts[i]);
            var exception = EXCEPTION.matcher(parts[i]);
            if (position.matches() && exceptions.isEmpty()) {
                int partition = Integer.parseInt(position.group(1));
                if (partition >= Generation.MAX_PARTITIONS || !partitions.add(partition)) {
                    return Optional.empty();
                }
                positions.add(new Position(partition, Long.parseLong(position.group(2))));
            } else if (exception.matches()) {
                exceptions.add(new ChannelPosition(
                        Long.parseLong(exception.group(1), 36), Long.parseLong(exception.group(2))));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Cursor(parts[1], Long.parseLong(parts[2], 36), positions, exceptions));
    }

    /** Returns the text that {@link #parse} reads. */
    public String text() {
        var text = new StringBuilder(32 + 16 * positions.size());
        text.append(VERSION)
                .append('.')
                .append(generation)
                .append('.')
                .append(Long.toString(Math.max(0, timeMillis), 36));
        for (Position position : positions) {
            text.append('.').append(position.partition()).append(':').append(position.offset());
        }
        for (ChannelPosition exception : exceptions) {
            text.append(".~")
                    .append(Long.toString(exception.channelHash(), 36))
                    .append(':')
                    .append(exception.offset());
        }
        return text.toString();
    }
}
