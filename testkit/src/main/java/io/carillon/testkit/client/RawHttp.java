package io.carillon.testkit.client;

import io.carillon.testkit.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A TCP connection to an HTTP server on which a test sends any bytes and reads one response after the other.
 *
 * <p>Responses are read on the caller's thread, so nothing is read that the test did not ask for.
 */
public final class RawHttp implements AutoCloseable {

    private final Wire wire;
    private final HttpInput input;

    private RawHttp(Wire wire) {
        this.wire = wire;
        this.input = new HttpInput(wire.input());
    }

    /** Connects to the host and port of a dial; nothing is sent. */
    public static RawHttp connect(Dial dial) {
        return new RawHttp(Wire.connect(dial));
    }

    /** Connects to the host and port of a URI; nothing is sent. */
    public static RawHttp connect(URI uri) {
        return connect(Dial.to(uri));
    }

    /** Sends the UTF-8 of a text; line ends are the caller's business. */
    public RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes. */
    public RawHttp send(byte[] bytes) {
        wire.send(bytes);
        return this;
    }

    /**
     * Reads the next response with its body.
     *
     * @throws AssertionError if it is not complete in time, or is not HTTP
     */
    public HttpReply read(Duration time) {
        return reading(time, () -> {
            HttpHead head = input.readHead();
            return new HttpReply(head, input.readBody(head));
        });
    }

    /** Reads the head of the next response; for answers to HEAD, or bodies that never end. */
    public HttpHead readHead(Duration time) {
        return reading(time, input::readHead);
    }

    /** Waits until the server ends the connection; what it sends before is only recorded. */
    public End awaitEnd(Duration time) {
        wire.readBy(Deadline.in(time));
        return wire.drain();
    }

    /** Returns all bytes that were read so far; the first 16 MiB at most. */
    public Bytes raw() {
        return wire.recording().bytes();
    }

    /** Tells the server that nothing more comes; reading goes on. */
    public void closeOutput() {
        wire.closeOutput();
    }

    /** Ends the connection by a TCP reset. */
    public void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T reading(Duration time, Reading<T> reading) {
        wire.readBy(Deadline.in(time));
        try {
            return reading.read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no whole response within " + time + "; received: " + raw(), e);
        } catch (EOFException e) {
            throw new AssertionError("the connection ended inside a response; received: " + raw(), e);
        } catch (IOException e) {
            throw new AssertionError("no response: " + wire.endBy(e) + "; received: " + raw(), e);
        }
    }
}
