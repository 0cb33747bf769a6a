package io.carillon.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the ids of server-sent events in what a stream brings. */
final class EventIds {

    private static final byte[] FIELD = {'\n', 'i', 'd', ':'};

    private EventIds() {}

    /** Returns the last id that stands whole in a piece, the event behind it included. */
    static Optional<String> last(byte[] bytes, int length) {
        int end = length;
        // Without the empty line that ends an event, its data may still be on their way.
        while (end >= 2 && !(bytes[end - 1] == '\n' && bytes[end - 2] == '\n')) {
            end--;
        }
        for (int at = end - FIELD.length; at >= 0; at--) {
            if (isField(bytes, at)) {
                int from = at + FIELD.length;
                int to = from;
                while (bytes[to] != '\n') {
                    to++;
                }
                return Optional.of(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            }
        }
        return Optional.empty();
    }

    private static boolean isField(byte[] bytes, int at) {
        for (int i = 0; i < FIELD.length; i++) {
            if (bytes[at + i] != FIELD[i]) {
                return false;
            }
        }
        return true;
    }
}
