package io.carillon.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends on one WebSocket connection, from bytes cut anywhere.
 *
 * <p>One reader lives as long as its connection and is fed by one thread at a time. Between frames it holds no buffer,
 * and a message that arrives whole in one piece is handed on without being copied. It ends for good at the client's
 * close, at the first broken rule, or when it is told to; what comes after that is ignored.
 */
public final class FrameReader {

    private static final byte[] NOTHING = {};

    private final FrameLimits limits;
    private final FrameHeader header = new FrameHeader();
    private final Gathering control = new Gathering();
    private final Gathering message = new Gathering();

    /** The first frame's opcode while a message is open, otherwise null. */
    private @Nullable Opcode kind;

    private int emptyFragments;
    private int utf8 = Utf8.COMPLETE;
    private boolean ended;

    /** Makes the reader of a new connection. */
    public FrameReader(FrameLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads the bytes that came next and reports what they complete. The bytes are unmasked in place, so the slice is
     * used up even where nothing was reported.
     */
    public void feed(byte[] buffer, int offset, int length, FrameHandler handler) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        int at = offset;
        int end = offset + length;
        while (at < end && !ended) {
            if (header.isComplete()) {
                int part = (int) Math.min(end - at, header.remaining());
                takePayload(buffer, at, part, handler);
                at += part;
            } else {
                takeHeader(buffer[at], handler);
                at++;
            }
        }
    }

    /** Stops reading for good: nothing more is reported, not even of the bytes being fed. */
    public void end() {
        ended = true;
        control.release();
        message.release();
    }

    /** Returns whether this reader takes no more bytes. */
    public boolean isEnded() {
        return ended;
    }

    private void takeHeader(byte next, FrameHandler handler) {
        Violation violation = header.take(next);
        if (violation == null && header.isSized() && !header.opcode().isControl()) {
            violation = problemOfData();
        }
        if (violation != null) {
            fail(violation, handler);
        } else if (header.isComplete()) {
            begin();
            if (header.remaining() == 0) {
                takePayload(NOTHING, 0, 0, handler);
            }
        }
    }

    private @Nullable Violation problemOfData() {
        boolean continues = header.opcode() == Opcode.CONTINUATION;
        if (continues && kind == null) {
            return Violation.protocol("continuation frame: no message to continue (expected: text or binary)");
        }
        if (!continues && kind != null) {
            return Violation.protocol("data frame: inside a fragmented message (expected: continuation)");
        }
        if (header.remaining() > limits.frameBytes()) {
            return Violation.tooLarge(
                    "frame: " + header.remaining() + " bytes (expected: at most " + limits.frameBytes() + ")");
        }
        long total = message.size() + header.remaining();
        if (total > limits.messageBytes()) {
            return Violation.tooLarge("message: " + total + " bytes (expected: at most " + limits.messageBytes() + ")");
        }
        if (header.remaining() == 0 && !header.isLast() && emptyFragments == limits.emptyFragments()) {
            return new Violation(
                    CloseCode.POLICY_VIOLATION,
                    "empty fragments: more than " + limits.emptyFragments() + " in one message");
        }
        return null;
    }

    private void begin() {
        if (header.opcode().isControl()) {
            return;
        }
        if (header.opcode() != Opcode.CONTINUATION) {
            kind = header.opcode();
        }
        if (header.remaining() == 0 && !header.isLast()) {
            emptyFragments++;
        }
    }

    private void takePayload(byte[] buffer, int offset, int length, FrameHandler handler) {
        header.unmask(buffer, offset, length);
        if (header.opcode().isControl()) {
            takeControl(buffer, offset, length, handler);
        } else {
            takeData(buffer, offset, length, handler);
        }
    }

    private void takeControl(byte[] buffer, int offset, int length, FrameHandler handler) {
        boolean whole = header.remaining() == 0;
        if (whole && control.isEmpty()) {
            finishControl(buffer, offset, length, handler);
            return;
        }
        control.append(buffer, offset, length);
        if (whole) {
            int size = control.size();
            finishControl(control.release(), 0, size, handler);
        }
    }

    private void finishControl(byte[] buffer, int offset, int length, FrameHandler handler) {
        Opcode opcode = header.opcode();
        header.reset();
        switch (opcode) {
            case PING -> handler.ping(buffer, offset, length);
            case PONG -> handler.pong(buffer, offset, length);
            case CLOSE -> finishClose(buffer, offset, length, handler);
            case TEXT, BINARY, CONTINUATION -> throw new IllegalStateException(opcode + " is no control frame");
        }
    }

    private void finishClose(byte[] buffer, int offset, int length, FrameHandler handler) {
        if (length == 0) {
            end();
            handler.close(CloseCode.ABSENT, "");
            return;
        }
        if (length == 1) {
            fail(Violation.protocol("close frame: 1 byte (expected: none, or a code of 2 bytes)"), handler);
            return;
        }
        int code = ((buffer[offset] & 0xff) << Byte.SIZE) | (buffer[offset + 1] & 0xff);
        if (!CloseCode.isReceivable(code)) {
            fail(Violation.protocol("close code: " + code + " (expected: one that a client may send)"), handler);
            return;
        }
        if (Utf8.check(Utf8.COMPLETE, buffer, offset + 2, offset + length) != Utf8.COMPLETE) {
            fail(Violation.notUtf8("close reason: not UTF-8"), handler);
            return;
        }
        end();
        handler.close(code, new String(buffer, offset + 2, length - 2, StandardCharsets.UTF_8));
    }

    private void takeData(byte[] buffer, int offset, int length, FrameHandler handler) {
        boolean endOfFrame = header.remaining() == 0;
        boolean endOfMessage = endOfFrame && header.isLast();
        if (kind == Opcode.TEXT) {
            utf8 = Utf8.check(utf8, buffer, offset, offset + length);
            if (utf8 == Utf8.INVALID || (endOfMessage && utf8 != Utf8.COMPLETE)) {
                fail(Violation.notUtf8("text: not UTF-8"), handler);
                return;
            }
        }
        if (endOfFrame) {
            header.reset();
        }
        if (endOfMessage && message.isEmpty()) {
            finishMessage(buffer, offset, length, handler);
            return;
        }
        message.append(buffer, offset, length);
        if (endOfMessage) {
            int size = message.size();
            finishMessage(message.release(), 0, size, handler);
        }
    }

    private void finishMessage(byte[] buffer, int offset, int length, FrameHandler handler) {
        boolean text = kind == Opcode.TEXT;
        kind = null;
        emptyFragments = 0;
        if (text) {
            handler.text(buffer, offset, length);
        } else {
            handler.binary(buffer, offset, length);
        }
    }

    private void fail(Violation violation, FrameHandler handler) {
        end();
        handler.failed(violation.code(), violation.reason());
    }
}
