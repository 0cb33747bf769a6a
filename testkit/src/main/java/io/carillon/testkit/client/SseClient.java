package io.carillon.testkit.client;

import io.carillon.core.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A client of Server-Sent Events that shows the bytes behind the events.
 *
 * <p>It asks once, reads until the connection ends, and never connects again by itself. Any thread may use it.
 */
public final class SseClient implements AutoCloseable {

    private final Wire wire;
    private final Duration patience;
    private final Transcript<HttpHead> heads = new Transcript<>("response head");
    private final Transcript<Bytes> chunks = new Transcript<>("chunk");
    private final Transcript<SseEvent> events = new Transcript<>("event");
    private final Transcript<End> connection = new Transcript<>("end of connection");
    private final SseParser parser = new SseParser(events::add, Ticker.system());
    private final HttpHead head;

    private SseClient(Wire wire, Dial dial) {
        this.wire = wire;
        this.patience = dial.patience();
        Thread.ofVirtual().name("sse-client").start(this::read);
        this.head = heads.next(_ -> true, patience);
    }

    /**
     * Connects, asks for the stream, and waits for the response's head, whatever its status.
     *
     * @throws AssertionError if no head comes in time
     */
    public static SseClient connect(Dial dial) {
        Wire wire = Wire.connect(dial);
        try {
            String accept = dial.headers().has("Accept") ? "" : "Accept: text/event-stream\r\n";
            String request = dial.requestHead("GET") + accept + dial.headers() + "\r\n";
            wire.send(request.getBytes(StandardCharsets.UTF_8));
            return new SseClient(wire, dial);
        } catch (UncheckedIOException | AssertionError e) {
            wire.close();
            throw e;
        }
    }

    /** Connects with these headers. */
    public static SseClient connect(URI uri, Map<String, String> headers) {
        Dial dial = Dial.to(uri);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            dial = dial.header(header.getKey(), header.getValue());
        }
        return connect(dial);
    }

    /** Returns the response's status. */
    public int status() {
        return head.status();
    }

    /** Returns the response's headers. */
    public HttpHeaders headers() {
        return head.headers();
    }

    /** Returns the next event that was not asked for yet. */
    public SseEvent next(Duration time) {
        return events.next(_ -> true, time);
    }

    /** Returns the next event that matches, and skips those before it. */
    public SseEvent next(Predicate<SseEvent> wanted, Duration time) {
        return events.next(wanted, time);
    }

    /** Returns all events so far, asked for or not. */
    public List<SseEvent> events() {
        return events.all();
    }

    /** Returns the payload of each chunk of the body so far; of a body without chunks, all of it as one at its end. */
    public List<Bytes> chunks() {
        return chunks.all();
    }

    /** Returns all bytes received so far, head and chunk framing included; the first 16 MiB at most. */
    public Bytes raw() {
        return wire.recording().bytes();
    }

    /** Returns how many bytes were received so far. */
    public long receivedBytes() {
        return wire.recording().total();
    }

    /** Waits for the whole body of a response that is no endless stream, such as a refusal. */
    public HttpReply reply() {
        End end = awaitEnd(patience);
        if (end != End.COMPLETE) {
            throw new AssertionError("body: ended by " + end + " (expected: COMPLETE) after " + raw());
        }
        var body = new ByteArrayOutputStream();
        chunks().forEach(chunk -> body.writeBytes(chunk.array()));
        return new HttpReply(head, Bytes.of(body.toByteArray()));
    }

    /** Waits for the end of the body: {@link End#COMPLETE} by the last chunk or the announced length, or abruptly. */
    public End awaitEnd(Duration time) {
        return events.awaitEnd(time);
    }

    /** Waits for the end of the TCP connection, which may outlive the body. */
    public End awaitDisconnect(Duration time) {
        return connection.awaitEnd(time);
    }

    /** Sends raw bytes on the connection, as a client that goes on talking would. */
    public void send(byte[] bytes) {
        wire.send(bytes);
    }

    /** Tells the server that nothing more comes; reading goes on. */
    public void closeOutput() {
        wire.closeOutput();
    }

    /** Stops reading; a read that is under way may still bring one piece. */
    public void stall() {
        wire.stall(true);
    }

    /** Reads on after {@link #stall}. */
    public void resume() {
        wire.stall(false);
    }

    /** Ends the connection by a TCP reset. */
    public void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }

    private void read() {
        End end;
        String detail = "";
        try {
            var input = new HttpInput(wire.input());
            HttpHead answer = input.readHead();
            heads.add(answer);
            end = readBody(input, answer);
        } catch (EOFException e) {
            end = End.EOF;
            detail = String.valueOf(e.getMessage());
        } catch (IOException e) {
            end = wire.endBy(e);
            detail = String.valueOf(e.getMessage());
        }
        heads.end(end, detail);
        chunks.end(end, detail);
        events.end(end, detail);
        connection.end(end == End.COMPLETE ? wire.drain() : end, detail);
    }

    private End readBody(HttpInput input, HttpHead answer) throws IOException {
        if (answer.isChunked()) {
            for (Bytes chunk = input.readChunk(); chunk != null; chunk = input.readChunk()) {
                take(chunk);
            }
            return End.COMPLETE;
        }
        if (answer.isBodiless() || answer.headers().has("Content-Length")) {
            take(input.readBody(answer));
            return End.COMPLETE;
        }
        byte[] buffer = new byte[8192];
        for (int count = wire.input().read(buffer);
                count >= 0;
                count = wire.input().read(buffer)) {
            take(Bytes.of(Arrays.copyOf(buffer, count)));
        }
        return End.EOF;
    }

    private void take(Bytes piece) {
        chunks.add(piece);
        parser.feed(piece.array());
    }
}
