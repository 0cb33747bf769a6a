package io.carillon.testkit.client;

import io.carillon.core.time.Ticker;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that shows the frames, and sends any it is told to.
 *
 * <p>Frames and text messages are asked for apart: {@link #nextFrame} does not use up what {@link #nextText} returns.
 * Any thread may use it.
 */
public final class WsClient implements AutoCloseable {

    /** Answers everything that a well-behaved client answers. */
    public static final Set<WsReply> POLITE = Set.copyOf(EnumSet.allOf(WsReply.class));

    private static final String PING_EVENT = "{\"event\":\"ping\"";
    private static final String PONG_EVENT = "{\"event\":\"pong\"}";

    private final Wire wire;
    private final HttpInput http;
    private final WsHandshake handshake;
    private final Transcript<HttpHead> heads = new Transcript<>("response head");
    private final Transcript<WsFrame> frames = new Transcript<>("frame");
    private final Transcript<String> texts = new Transcript<>("text");
    private final AtomicBoolean closeSent = new AtomicBoolean();
    private final WsMessages messages = new WsMessages();
    private final HttpHead head;
    private volatile Set<WsReply> replies;
    private volatile @Nullable WsFrame closeFrame;

    private WsClient(Wire wire, Dial dial, WsHandshake handshake, Set<WsReply> replies) {
        this.wire = wire;
        this.http = new HttpInput(wire.input());
        this.handshake = handshake;
        this.replies = Set.copyOf(replies);
        Thread.ofVirtual().name("ws-client").start(this::read);
        this.head = heads.next(_ -> true, dial.patience());
    }

    /** Opens a WebSocket and answers the server politely. */
    public static WsClient connect(Dial dial) {
        return connect(dial, POLITE);
    }

    /**
     * Opens a WebSocket. A header of the dial takes the place of the handshake's own of that name.
     *
     * @param replies what to answer without being told, from the first frame on
     * @throws AssertionError if the server refuses, or answers wrongly
     */
    public static WsClient connect(Dial dial, Set<WsReply> replies) {
        Wire wire = Wire.connect(dial);
        try {
            var handshake = new WsHandshake(dial);
            wire.send(handshake.request());
            return new WsClient(wire, dial, handshake, replies);
        } catch (UncheckedIOException | AssertionError e) {
            wire.close();
            throw e;
        }
    }

    /** Asks for a WebSocket and returns the answer, whatever it is; for handshakes that are to be refused. */
    public static HttpReply knock(Dial dial) {
        try (RawHttp raw = RawHttp.connect(dial)) {
            raw.send(new WsHandshake(dial).request());
            return raw.read(dial.patience());
        }
    }

    /** Returns the headers of the answer to the handshake. */
    public HttpHeaders headers() {
        return head.headers();
    }

    /** Changes what is answered from now on. */
    public void answer(Set<WsReply> kinds) {
        replies = Set.copyOf(kinds);
    }

    /** Returns the next text message that was not asked for yet. */
    public String nextText(Duration time) {
        return texts.next(_ -> true, time);
    }

    /** Returns the next text message that matches, and skips those before it. */
    public String nextText(Predicate<String> wanted, Duration time) {
        return texts.next(wanted, time);
    }

    /** Returns the next frame that was not asked for yet. */
    public WsFrame nextFrame(Duration time) {
        return frames.next(_ -> true, time);
    }

    /** Returns the next frame that matches, and skips those before it. */
    public WsFrame nextFrame(Predicate<WsFrame> wanted, Duration time) {
        return frames.next(wanted, time);
    }

    /** Returns all text messages so far, asked for or not. */
    public List<String> texts() {
        return texts.all();
    }

    /** Returns all frames so far, asked for or not. */
    public List<WsFrame> frames() {
        return frames.all();
    }

    /** Returns all bytes received so far, the handshake's answer included; the first 16 MiB at most. */
    public Bytes raw() {
        return wire.recording().bytes();
    }

    /** Waits for the end of the connection. */
    public WsClose awaitClose(Duration time) {
        End end = frames.awaitEnd(time);
        WsFrame frame = closeFrame;
        if (frame == null) {
            return new WsClose(WsClose.NO_CLOSE_FRAME, "", false);
        }
        boolean clean = end == End.COMPLETE;
        byte[] body = frame.payload().array();
        if (body.length < 2) {
            return new WsClose(WsClose.NO_CODE, "", clean);
        }
        String reason = new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
        return new WsClose(ByteBuffer.wrap(body).getShort() & 0xffff, reason, clean);
    }

    /** Waits for the end of the connection, and tells how it came in terms of TCP. */
    public End awaitEnd(Duration time) {
        return frames.awaitEnd(time);
    }

    /** Sends a text message. */
    public void sendText(String text) {
        send(ClientFrame.text(text));
    }

    /** Sends a ping. */
    public void sendPing(Bytes payload) {
        send(ClientFrame.ping(payload));
    }

    /** Sends a close frame; the server's answer is then not answered again. */
    public void sendClose(int code, String reason) {
        closeSent.set(true);
        send(ClientFrame.close(code, reason));
    }

    /** Sends a frame as it is, sound or not. */
    public void send(ClientFrame frame) {
        wire.send(frame.bytes());
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        wire.send(bytes);
    }

    /** Stops reading; a read that is under way may still bring one piece. */
    public void stall() {
        wire.stall(true);
    }

    /** Reads on after {@link #stall}. */
    public void resume() {
        wire.stall(false);
    }

    /** Ends the TCP connection by a reset. */
    public void reset() {
        wire.reset();
    }

    /** Ends the TCP connection without a close frame. */
    @Override
    public void close() {
        wire.close();
    }

    private void read() {
        End end;
        String detail = "";
        try {
            HttpHead answer = http.readHead();
            handshake.check(answer);
            heads.add(answer);
            end = readFrames();
        } catch (EOFException e) {
            end = End.EOF;
            detail = String.valueOf(e.getMessage());
        } catch (IOException e) {
            end = wire.endBy(e);
            detail = String.valueOf(e.getMessage());
        }
        heads.end(end, detail);
        texts.end(end, detail);
        frames.end(end, detail);
    }

    private End readFrames() throws IOException {
        var input = new WsFrameInput(wire.input(), Ticker.system());
        WsFrame frame;
        do {
            frame = input.read();
            take(frame);
        } while (frame.opcode() != WsFrame.CLOSE);
        End end = wire.drain();
        return end == End.EOF ? End.COMPLETE : end;
    }

    private void take(WsFrame frame) throws IOException {
        switch (frame.opcode()) {
            case WsFrame.CLOSE -> {
                closeFrame = frame;
                if (closeSent.compareAndSet(false, replies.contains(WsReply.CLOSE_FRAME))) {
                    reply(WsReply.CLOSE_FRAME, ClientFrame.close(frame.payload()));
                }
            }
            case WsFrame.PING -> reply(WsReply.PONG_FRAME, ClientFrame.pong(frame.payload()));
            case WsFrame.PONG -> {
                // Only the test asked for it, and finds it among the frames.
            }
            default -> messages.take(frame).ifPresent(this::takeText);
        }
        frames.add(frame);
    }

    private void takeText(String text) {
        if (text.startsWith(PING_EVENT)) {
            reply(WsReply.PONG_EVENT, ClientFrame.text(PONG_EVENT));
        }
        texts.add(text);
    }

    private void reply(WsReply kind, ClientFrame frame) {
        if (!replies.contains(kind)) {
            return;
        }
        try {
            send(frame);
        } catch (UncheckedIOException _) {
            // The server is gone; reading on will tell how.
        }
    }
}
