package io.carillon.e2e.simulation;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes a connection's bytes in whatever pieces they come, and finds the frames in them. */
abstract class StreamReader {

    private final Consumer<Heard> heard;
    private byte[] waiting = {};

    StreamReader(Consumer<Heard> heard) {
        this.heard = heard;
    }

    /** A frame, and the index behind it. */
    record Frame(Heard heard, int end) {}

    /** Returns the first frame in the bytes from an index on, or null if it is not complete. */
    abstract @Nullable Frame firstFrame(byte[] bytes, int from);

    final void take(byte[] more) {
        byte[] bytes = Arrays.copyOf(waiting, waiting.length + more.length);
        System.arraycopy(more, 0, bytes, waiting.length, more.length);
        int at = 0;
        for (Frame frame = firstFrame(bytes, at); frame != null; frame = firstFrame(bytes, at)) {
            at = frame.end;
            heard.accept(frame.heard);
        }
        waiting = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    static void expect(byte[] bytes, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                throw new Violation("byte " + (at + i) + ": " + bytes[at + i] + " (expected: " + (int) text.charAt(i)
                        + " in " + EventReader.utf8(bytes) + ")");
            }
        }
    }
}
