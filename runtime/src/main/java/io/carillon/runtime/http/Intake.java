package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.time.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The only source of bytes of a connection, and so the place where they end: at a deadline, at an allowance, or because
 * nothing more of the connection may be read.
 *
 * <pre>
 * state     deadline                          at the deadline
 * IDLE      headTimeout, later idleTimeout    close
 * HEAD      headTimeout from the first byte   408, close
 * REQUEST   bodyTimeout from the head's end   Stalled, which {@link RequestBody} answers with 408
 * DETACHED  none
 * </pre>
 *
 * <p>For the connection's own thread alone.
 */
final class Intake implements Supplier<byte @Nullable []> {

    /** What Helidon may read beyond what a handler asked for: a head, or a body that nobody wanted. */
    private static final long UNASKED_LIMIT_BYTES = 256 * 1024;

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final long LINGER_LIMIT_BYTES = 1024 * 1024;

    /** The client sent more than it was allowed to. */
    static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overrun() {
            super("more bytes than allowed", null, false, false);
        }
    }

    /** The client did not send a body in time. */
    static final class Stalled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stalled() {
            super("no bytes in time", null, false, false);
        }
    }

    private enum State {
        IDLE,
        HEAD,
        REQUEST,
        DETACHED
    }

    private static final long NOT_READING = Long.MIN_VALUE;

    /** Within this, whoever reads ends it by itself, and answers. */
    private static final Duration OVERDUE_SLACK = Duration.ofSeconds(1);

    private final HelidonSocket socket;
    private final SocketChannel channel;
    private final DataWriter writer;
    private final ListenerLimits limits;
    private final Ticker ticker;

    private State state = State.IDLE;
    private long deadlineNanos;
    private long allowanceBytes = UNASKED_LIMIT_BYTES;
    private boolean shut;

    /** Until when what is being read may take, if anything is; for whoever watches. */
    private volatile long readUntilNanos = NOT_READING;

    Intake(HelidonSocket socket, SocketChannel channel, DataWriter writer, ListenerLimits limits, Ticker ticker) {
        this.socket = socket;
        this.channel = channel;
        this.writer = writer;
        this.limits = limits;
        this.ticker = ticker;
        this.deadlineNanos = ticker.nanos() + limits.headTimeout().toNanos();
    }

    /** Reads what has come, waiting for at least one byte; returns null at the end of the stream. */
    @Override
    public byte @Nullable [] get() {
        if (shut) {
            throw new CloseConnectionException("Nothing more of this connection is read");
        }
        byte[] bytes;
        try {
            awaitUntilDeadline();
            readUntilNanos = state == State.DETACHED ? NOT_READING : deadlineNanos;
            bytes = socket.get();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw expired();
            }
            throw new ServerConnectionException("Failed to get data from socket", e);
        } finally {
            readUntilNanos = NOT_READING;
        }
        if (bytes == null) {
            return null;
        }
        if (state == State.DETACHED) {
            return bytes;
        }
        allowanceBytes -= bytes.length;
        if (allowanceBytes < 0) {
            throw new Overrun();
        }
        if (state == State.IDLE) {
            state = State.HEAD;
            deadlineNanos = ticker.nanos() + limits.headTimeout().toNanos();
        }
        return bytes;
    }

    /**
     * Returns how long a read has gone on beyond its deadline, zero if it has not; any thread may ask. Over TLS one read waits
     * for a whole record, and the socket's own timeout begins anew with each byte of it.
     */
    Duration overdue() {
        long until = readUntilNanos;
        long nanos = until == NOT_READING ? 0 : ticker.nanos() - until - OVERDUE_SLACK.toNanos();
        return Duration.ofNanos(Math.max(0, nanos));
    }

    /** The head of a request is read, and its handler about to run. */
    void requestStarts() {
        state = State.REQUEST;
        deadlineNanos = ticker.nanos() + limits.bodyTimeout().toNanos();
        allowanceBytes = UNASKED_LIMIT_BYTES;
    }

    /** The request is answered, and its body is read. */
    void requestEnds() {
        state = State.IDLE;
        deadlineNanos = ticker.nanos() + limits.idleTimeout().toNanos();
        allowanceBytes = UNASKED_LIMIT_BYTES;
    }

    /** HTTP has ended here; from now on there is neither deadline nor allowance. */
    void detach() {
        state = State.DETACHED;
    }

    /** Lets the client send so many bytes, from here on, before it is {@link Overrun}. */
    void allow(long bytes) {
        allowanceBytes = bytes;
    }

    /** From now on, reading ends the connection. */
    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }

    /**
     * Waits a little for the client to take an answer that ends the connection. Closing at once while the client still
     * sends would reset the connection, and the reset may overtake the answer.
     */
    void linger() {
        try {
            if (!socket.isSecure()) {
                channel.shutdownOutput();
            }
            state = State.DETACHED;
            deadlineNanos = ticker.nanos() + LINGER.toNanos();
            long discarded = 0;
            byte[] bytes;
            do {
                setTimeout(deadlineNanos - ticker.nanos());
                bytes = socket.get();
                discarded += bytes == null ? 0 : bytes.length;
            } while (bytes != null && discarded < LINGER_LIMIT_BYTES);
        } catch (IOException | UncheckedIOException _) {
            // The client has gone, or time is up: either way there is nobody to wait for.
        }
    }

    private void awaitUntilDeadline() {
        try {
            if (state == State.DETACHED) {
                channel.socket().setSoTimeout(0);
            } else {
                setTimeout(deadlineNanos - ticker.nanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setTimeout(long nanos) throws SocketException, SocketTimeoutException {
        if (nanos <= 0) {
            throw new SocketTimeoutException();
        }
        channel.socket().setSoTimeout(Math.toIntExact(Duration.ofNanos(nanos).toMillis()) + 1);
    }

    private RuntimeException expired() {
        return switch (state) {
            case HEAD -> {
                byte[] answer = ProblemDocument.of(ErrorCode.REQUEST_TIMEOUT).rawAnswer();
                writer.writeNow(BufferData.createReadOnly(answer, 0, answer.length));
                shut = true;
                yield new CloseConnectionException("The head of a request did not arrive in time");
            }
            case REQUEST -> new Stalled();
            case IDLE, DETACHED -> new CloseConnectionException("No request came in time");
        };
    }
}
