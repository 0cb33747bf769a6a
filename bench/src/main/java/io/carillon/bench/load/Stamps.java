package io.carillon.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Finds the time stamps of publications in what a stream brings, whatever its framing, and the pings of a WebSocket that
 * want an answer. Bytes come cut anywhere: what may be the beginning of a stamp is kept for the next piece.
 */
final class Stamps {

    private static final byte[] NOTHING = {};
    private static final byte[] PING = "\"event\":\"ping".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 32;

    private byte[] rest = NOTHING;

    /** Writes a time as it stands in a publication. */
    static String of(long nanos) {
        return "@T" + nanos + ";";
    }

    /**
     * Reads a piece.
     *
     * @param bytes only read, from 0 to {@code length}
     * @return whether there was a ping
     */
    boolean read(byte[] bytes, int length, LongConsumer found) {
        byte[] all = bytes;
        int end = length;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + length);
            System.arraycopy(bytes, 0, all, rest.length, length);
            end = all.length;
            rest = NOTHING;
        }
        boolean ping = false;
        for (int at = 0; at < end; at++) {
            if (all[at] == '@') {
                int after = stamp(all, at, end, found);
                if (after < 0) {
                    rest = Arrays.copyOfRange(all, at, end);
                    return ping;
                }
                at = after;
            } else if (all[at] == 'g' && endsWithPing(all, at)) {
                ping = true;
            }
        }
        return ping;
    }

    /** Returns where the stamp ends, the same place if it is none, or -1 if it is cut. */
    private static int stamp(byte[] bytes, int from, int end, LongConsumer found) {
        if (from + 1 >= end) {
            return -1;
        }
        if (bytes[from + 1] != 'T') {
            return from;
        }
        long value = 0;
        for (int at = from + 2; at < end; at++) {
            if (bytes[at] == ';') {
                found.accept(value);
                return at;
            }
            if (bytes[at] < '0' || bytes[at] > '9' || at - from > LONGEST) {
                return from;
            }
            value = value * 10 + (bytes[at] - '0');
        }
        return -1;
    }

    private static boolean endsWithPing(byte[] bytes, int last) {
        int from = last - PING.length + 1;
        return from >= 0 && Arrays.equals(bytes, from, last + 1, PING, 0, PING.length);
    }
}
