package io.carillon.core.position;

import io.carillon.core.channel.ChannelHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes cursors as text, and reads exactly what it writes. */
final class CursorText {

    private static final String OFFSET = "(-1|0|[1-9][0-9]{0,17})";
    private static final String BASE_36 = "(0|[1-9a-z][0-9a-z]{0,9})";

    private static final Pattern GENERATION = Pattern.compile("[0-9a-z]{1,16}");
    private static final Pattern TIME = Pattern.compile(BASE_36);
    private static final Pattern POSITION = Pattern.compile("(0|[1-9][0-9]{0,3}):" + OFFSET);
    private static final Pattern EXCEPTION =
            Pattern.compile("~" + BASE_36 + "(?::" + OFFSET + "(?:\\*([1-9][0-9]{0,3}))?|@" + BASE_36 + ")");

    private static final long HASH_END = 1L << ChannelHash.BITS;

    private CursorText() {}

    static Optional<Cursor> parse(String text) {
        if (text.length() > Cursor.MAX_LENGTH) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length < 3
                || !parts[0].equals(Cursor.VERSION)
                || !GENERATION.matcher(parts[1]).matches()
                || !TIME.matcher(parts[2]).matches()) {
            return Optional.empty();
        }
        List<Cursor.Position> positions = new ArrayList<>();
        List<Cursor.ChannelPosition> exceptions = new ArrayList<>();
        Set<Integer> partitions = new HashSet<>();
        Set<Long> hashes = new HashSet<>();
        for (int i = 3; i < parts.length; i++) {
            Matcher position = POSITION.matcher(parts[i]);
            Matcher exception = EXCEPTION.matcher(parts[i]);
            if (position.matches() && exceptions.isEmpty()) {
                int partition = Integer.parseInt(position.group(1));
                if (partition >= Generation.MAX_PARTITIONS || !partitions.add(partition)) {
                    return Optional.empty();
                }
                positions.add(new Cursor.Position(partition, Long.parseLong(position.group(2))));
            } else if (exception.matches()) {
                long hash = Long.parseLong(exception.group(1), Character.MAX_RADIX);
                if (hash >= HASH_END || !hashes.add(hash)) {
                    return Optional.empty();
                }
                exceptions.add(new Cursor.ChannelPosition(hash, place(exception)));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Cursor(parts[1], Long.parseLong(parts[2], Character.MAX_RADIX), positions, exceptions));
    }

    private static ChannelPlace place(Matcher exception) {
        if (exception.group(4) != null) {
            return new ChannelPlace.Since(Long.parseLong(exception.group(4), Character.MAX_RADIX));
        }
        long offset = Long.parseLong(exception.group(2));
        return exception.group(3) == null
                ? new ChannelPlace.Behind(offset)
                : new ChannelPlace.LastBefore(offset, Integer.parseInt(exception.group(3)));
    }

    static String of(Cursor cursor) {
        var text = new StringBuilder(
                32 + 16 * cursor.positions().size() + 24 * cursor.exceptions().size());
        text.append(Cursor.VERSION)
                .append('.')
                .append(cursor.generation())
                .append('.')
                .append(base36(cursor.timeMillis()));
        for (Cursor.Position position : cursor.positions()) {
            text.append('.').append(position.partition()).append(':').append(position.offset());
        }
        for (Cursor.ChannelPosition exception : cursor.exceptions()) {
            text.append(".~").append(base36(exception.channelHash()));
            switch (exception.place()) {
                case ChannelPlace.Behind(long offset) -> text.append(':').append(offset);
                case ChannelPlace.Since(long timeMillis) -> text.append('@').append(base36(timeMillis));
                case ChannelPlace.LastBefore(long offset, int count) ->
                    text.append(':').append(offset).append('*').append(count);
            }
        }
        return text.toString();
    }

    private static String base36(long number) {
        return Long.toString(Math.max(0, number), Character.MAX_RADIX);
    }
}
