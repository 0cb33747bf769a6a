package io.carillon.e2e.crowd;

import io.carillon.testkit.client.Dial;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subscriber that keeps nothing of what it hears but how far it got: messages are texts that begin with a number, and the
 * numbers count up from 0. For loads that no other client could hold in memory.
 */
final class LightSubscriber implements AutoCloseable {

    private static final byte[] BEFORE_NUMBER = "\"message\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final String HEARTBEAT = "event:heartbeat";
    private static final int BUFFER_BYTES = 64 << 10;

    private final Socket socket;
    private final InputStream input;
    private final AtomicInteger heard = new AtomicInteger();
    private volatile String wrong = "";

    /** How much of what stands before a number was there, and the number as far as it came; for the thread that reads. */
    private int matched;

    private int number;

    private LightSubscriber(Socket socket, InputStream input) {
        this.socket = socket;
        this.input = input;
    }

    /** Connects, and returns after the first heartbeat. */
    static LightSubscriber connect(Dial dial) {
        LightSubscriber subscriber = stalled(dial);
        subscriber.begin();
        return subscriber;
    }

    /** Connects, and reads nothing behind the first heartbeat before {@link #begin}. */
    static LightSubscriber stalled(Dial dial) {
        var uri = dial.uri();
        try {
            var socket = new Socket();
            if (dial.receiveBufferBytes() > 0) {
                socket.setReceiveBufferSize(dial.receiveBufferBytes());
            }
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            String request = "GET " + uri.getRawPath() + '?' + uri.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + uri.getRawAuthority() + "\r\nAccept: text/event-stream\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var input = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            awaitHeartbeat(input);
            return new LightSubscriber(socket, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on, to the end. */
    void begin() {
        Thread.ofVirtual().name("light-subscriber").start(this::read);
    }

    /** Returns how many messages came, all of them in order. */
    int heard() {
        return heard.get();
    }

    /** Returns what was wrong, empty if nothing was. */
    String wrong() {
        return wrong;
    }

    @Override
    public String toString() {
        return heard + " heard" + (wrong.isEmpty() ? "" : ", " + wrong);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitHeartbeat(InputStream input) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(HEARTBEAT) < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("ended before the first heartbeat: " + seen);
            }
            seen.append((char) next);
        }
    }

    private void read() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    take(buffer[i]);
                }
            }
            wrong = "the stream ended";
        } catch (IOException e) {
            if (!socket.isClosed()) {
                wrong = e.toString();
            }
        }
    }

    private void take(byte next) {
        if (matched == BEFORE_NUMBER.length) {
            if (next >= '0' && next <= '9') {
                number = number * 10 + next - '0';
                return;
            }
            hear(number);
            number = 0;
            matched = 0;
        }
        matched = next == BEFORE_NUMBER[matched] ? matched + 1 : next == BEFORE_NUMBER[0] ? 1 : 0;
    }

    private void hear(int message) {
        if (message != heard.get()) {
            wrong = "number " + message + " came after " + heard.get() + " messages";
        }
        heard.incrementAndGet();
    }
}
