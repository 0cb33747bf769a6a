package io.carillon.edge.websocket;

import io.carillon.testkit.client.ClientFrame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Feeds a new reader and returns what it reported. */
final class Conversation {

    static final FrameLimits LIMITS = new FrameLimits(1_000, 2_000, 3);

    private Conversation() {}

    static List<String> of(ClientFrame... frames) {
        return of(bytes(frames));
    }

    static List<String> of(byte[] bytes) {
        return inPiecesOf(bytes.length, bytes);
    }

    /** Cuts the bytes into pieces; each stands in the middle of an array of its own, as in a receive buffer. */
    static List<String> inPiecesOf(int pieceBytes, byte[] bytes) {
        var events = new RecordedEvents();
        var reader = new FrameReader(LIMITS);
        for (int from = 0; from < bytes.length; from += pieceBytes) {
            int length = Math.min(pieceBytes, bytes.length - from);
            byte[] received = new byte[length + 10];
            Arrays.fill(received, (byte) 0xff);
            System.arraycopy(bytes, from, received, 5, length);
            reader.feed(received, 5, length, events);
        }
        return events.lines;
    }

    static byte[] bytes(ClientFrame... frames) {
        var bytes = new ByteArrayOutputStream();
        for (ClientFrame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        return bytes.toByteArray();
    }
}
