package io.carillon.core.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.channel.ChannelHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Cursors drawn at random, and texts that are nearly cursors; each from a seed, so that a failure can be seen again. */
class CursorTextTest {

    private static final int ROUNDS = 20_000;
    private static final String ALPHABET = "0123456789abcxyz.:~@*-AZ \n%,\u00e9\ud83d\ude00";

    @Test
    void readsEveryCursorThatItWrites() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Cursor cursor = cursor(new SplittableRandom(seed));

            assertThat(Cursor.parse(cursor.text())).as("seed %d", seed).contains(cursor);
        }
    }

    @Test
    void readsOfWhateverTextOnlyWhatItWouldWriteItself() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            String text = damaged(cursor(random).text(), random);

            Optional<Cursor> read = Cursor.parse(text);

            read.ifPresent(
                    cursor -> assertThat(cursor.text()).as("seed of %s", text).isEqualTo(text));
        }
    }

    @Test
    void isNeverLongerThanItsLimitWhateverTheChannels() {
        var positions = new ArrayList<Cursor.Position>();
        var exceptions = new ArrayList<Cursor.ChannelPosition>();
        long mostOffset = 999_999_999_999_999_999L;
        // The most that one channel can take is an exception of its own with a count; each has a position or an
        // exception.
        for (int channel = 0; channel < Cursor.MAX_CHANNELS; channel++) {
            exceptions.add(new Cursor.ChannelPosition(
                    (1L << ChannelHash.BITS) - 1 - channel,
                    new ChannelPlace.LastBefore(mostOffset, ChannelPlace.LastBefore.MAX_COUNT)));
        }
        positions.add(new Cursor.Position(4095, mostOffset));

        String text = new Cursor("zzzzzzzz", Long.parseLong("zzzzzzzzzz", 36), positions, exceptions).text();

        assertThat(text.length()).isEqualTo(3_645).isLessThanOrEqualTo(Cursor.MAX_LENGTH);
        assertThat(Cursor.parse(text)).isPresent();
    }

    private static Cursor cursor(SplittableRandom random) {
        List<Cursor.Position> positions = new ArrayList<>();
        int first = random.nextInt(0, 4000);
        for (int i = random.nextInt(0, 5); i > 0; i--) {
            positions.add(new Cursor.Position(first + i, offset(random)));
        }
        List<Cursor.ChannelPosition> exceptions = new ArrayList<>();
        long hash = random.nextLong(1L << (ChannelHash.BITS - 1));
        for (int i = random.nextInt(0, 5); i > 0; i--) {
            exceptions.add(new Cursor.ChannelPosition(hash + i, place(random)));
        }
        return new Cursor("0k3f92ab", random.nextLong(1L << 50), positions, exceptions);
    }

    private static ChannelPlace place(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new ChannelPlace.Behind(offset(random));
            case 1 -> new ChannelPlace.Since(random.nextLong(1L << 50));
            default -> new ChannelPlace.LastBefore(offset(random), random.nextInt(1, 10_000));
        };
    }

    private static long offset(SplittableRandom random) {
        return random.nextLong(-1, 1_000_000_000_000_000_000L >> random.nextInt(60));
    }

    /** Changes, drops, adds or doubles some characters. */
    private static String damaged(String text, SplittableRandom random) {
        var damaged = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, other);
                case 1 -> damaged.deleteCharAt(at);
                case 2 -> damaged.insert(at, other);
                default -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 5)));
            }
            if (damaged.isEmpty()) {
                return "";
            }
        }
        return damaged.toString();
    }
}
