package io.carillon.runtime.http;

import io.carillon.core.time.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a public listener, from accept to close. Helidon's HTTP/1.1 connection runs inside it and sees it as
 * its context, so every byte in and out passes here.
 *
 * <pre>
 * state      ends by                                               then
 * HTTP       the client leaves, a deadline, {@link #endAfterAnswer}  CLOSED, after a short linger if an answer is under way
 * HTTP       {@link #detach}, thrown by a handler or an upgrader   DETACHED
 * DETACHED   the tenant's run returns or throws                    CLOSED
 * CLOSED     the callbacks of {@link #onEnd} have run, once
 * </pre>
 *
 * <p><b>From HTTP to a stream.</b> A handler (or an {@code Http1Upgrader}, whose context is this object) writes its head
 * with {@link #send} and then does {@code throw connection.detach(tenant)}. The exception unwinds Helidon's stack, which
 * lets go of request, response and concurrency permit; then the tenant runs on the same virtual thread, a few frames
 * deep, until it returns. Bytes that the client has sent ahead are in {@link #takeBuffered}, later ones come from
 * {@link #receive}, which is also how the tenant notices that the client has gone.
 *
 * <p><b>Threads.</b> One virtual thread owns the connection and all of its state; methods say where others may call
 * them. Writing is atomic per buffer, since the listener does not use NIO: {@link #send} may be called by any thread,
 * but a tenant should still have one writer at a time.
 */
public final class OwnedConnection implements ServerConnection, InterruptableTask<Void>, ConnectionContext {

    /** Unwinds HTTP, once for each stream; where it came from nobody asks, and finding out would cost more than the rest. */
    private static final class Detached extends CloseConnectionException {
        private static final long serialVersionUID = 1L;

        Detached() {
            super("HTTP has ended, the connection goes on as a stream");
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It does nothing.
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final ScopedValue<OwnedConnection> CURRENT = ScopedValue.newInstance();

    private final ConnectionContext accepted;
    private final SocketChannel channel;
    private final Duration writeTimeout;
    private final Intake intake;
    private final DataReader reader;
    private final WatchedWriter writer;
    private final ServerConnection http;
    private final List<Runnable> endCallbacks = new ArrayList<>(1);

    private @Nullable Object attachment;
    private @Nullable Thread thread;

    /** Written by the connection's thread, read by whoever drains or closes. */
    private volatile @Nullable ConnectionTenant tenant;

    private volatile boolean draining;

    OwnedConnection(
            ConnectionContext accepted,
            SocketChannel channel,
            ServerConnectionSelector httpSelector,
            ListenerLimits limits,
            Ticker ticker) {
        this.accepted = accepted;
        this.channel = channel;
        this.writeTimeout = limits.writeTimeout();
        this.writer = new WatchedWriter(accepted.dataWriter(), ticker);
        this.intake = new Intake(accepted.serverSocket(), channel, writer, limits, ticker);
        this.reader = DataReader.create(intake);
        this.http = httpSelector.connection(this);
    }

    /**
     * Returns the connection whose request this thread is handling.
     *
     * @throws IllegalStateException if there is none, as in tests that route without a socket
     */
    public static OwnedConnection current() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException("no connection is handled on this thread");
        }
        return CURRENT.get();
    }

    /** Returns the connection whose request this thread is handling, if there is one. */
    static Optional<OwnedConnection> ifCurrent() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /**
     * Ends HTTP on this connection in favour of a tenant. The answer to the present request, if there is to be one, has
     * been {@linkplain #send sent} before; Helidon adds nothing to it.
     *
     * @return the exception to throw, at once, out of the handler or upgrader
     */
    public RuntimeException detach(ConnectionTenant next) {
        intake.detach();
        tenant = next;
        if (draining) {
            next.drain();
        }
        return new Detached();
    }

    /**
     * Makes sure that nothing the client has sent after the present request is read as a request. The answer should
     * carry {@code Connection: close}; after it the connection closes. Without this, what is left of a body that was
     * refused would be taken for requests.
     */
    public void endAfterAnswer() {
        reader.skip(reader.available());
        intake.shut();
    }

    /** Takes the bytes that were read from the client but not used yet, possibly none. */
    public byte[] takeBuffered() {
        int count = reader.available();
        return count == 0 ? BufferData.EMPTY_BYTES : reader.readBytes(count);
    }

    /**
     * Waits until the client has sent something, and returns it.
     *
     * @return at least one byte, or empty if the client has closed its side
     * @throws io.helidon.webserver.ServerConnectionException if the connection is broken, or closed by us
     */
    public Optional<byte[]> receive() {
        if (reader.available() > 0) {
            return Optional.of(takeBuffered());
        }
        return Optional.ofNullable(intake.get());
    }

    /**
     * Writes bytes as they are, and blocks until the kernel has taken them all.
     *
     * @param bytes shared, not copied on our side
     * @throws java.io.UncheckedIOException if the connection is broken or closed
     */
    public void send(byte[] bytes, int from, int count) {
        writer.writeNow(BufferData.createReadOnly(bytes, from, count));
    }

    /** Closes the socket at once, from any thread: whoever reads or writes there fails. */
    public void abort() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed as far as anybody here is concerned.
        }
    }

    /** Adds what is to run once, on this connection's thread, when the connection has ended in whatever way. */
    public void onEnd(Runnable callback) {
        endCallbacks.add(callback);
    }

    /** Leaves something with the connection, for later requests or for its tenant. */
    public void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    /** Returns what was left with the connection, if it is of this type. */
    public <T> Optional<T> attachment(Class<T> type) {
        return type.isInstance(attachment) ? Optional.of(type.cast(attachment)) : Optional.empty();
    }

    /** Returns the accepted channel, whose descriptor an engine may adopt once the connection is detached. */
    public SocketChannel channel() {
        return channel;
    }

    /** Returns the address of whoever connected, without a port. */
    public String remoteAddress() {
        return accepted.remotePeer().address() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : accepted.remotePeer().host();
    }

    /** Makes the next answer the last one, and asks a tenant that moves in to leave again. */
    void answerOnce() {
        draining = true;
    }

    /** Tells this connection to end soon: after the present request, or when its tenant has said goodbye. */
    void drain() {
        draining = true;
        ConnectionTenant present = tenant;
        if (present == null) {
            http.close(false);
        } else {
            present.drain();
        }
    }

    boolean isDraining() {
        return draining;
    }

    Intake intake() {
        return intake;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        try {
            serveHttp(limit);
            ConnectionTenant next = tenant;
            if (next != null) {
                next.run(this);
            }
        } finally {
            endCallbacks.forEach(Runnable::run);
        }
    }

    private void serveHttp(Limit limit) throws InterruptedException {
        try {
            ScopedValue.where(CURRENT, this).<@Nullable Void, InterruptedException>call(() -> {
                http.handle(limit);
                return null;
            });
            intake.linger();
        } catch (CloseConnectionException e) {
            if (tenant != null) {
                return;
            }
            if (intake.isShut()) {
                intake.linger();
            }
            throw e;
        }
    }

    /**
     * Reading has its deadlines in the intake, so the only idleness for Helidon to see is a client that does not read, or that
     * goes on sending parts of one record of TLS beyond its deadline.
     */
    @Override
    public Duration idleTime() {
        if (tenant != null) {
            return Duration.ZERO;
        }
        Duration overdue = intake.overdue();
        return overdue.isPositive() ? writeTimeout.plus(overdue) : writer.stalledFor();
    }

    @Override
    public void close(boolean interrupt) {
        if (idleTime().compareTo(writeTimeout) > 0) {
            abort();
        } else if (!interrupt) {
            drain();
        } else if (tenant == null) {
            http.close(true);
        } else {
            Thread owner = thread;
            if (owner != null) {
                owner.interrupt();
            }
        }
    }

    @Override
    public boolean canInterrupt() {
        return tenant == null && http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return accepted.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return accepted.executor();
    }

    @Override
    public Router router() {
        return accepted.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return accepted.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return accepted.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return accepted.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return accepted.localPeer();
    }

    @Override
    public boolean isSecure() {
        return accepted.isSecure();
    }

    @Override
    public String socketId() {
        return accepted.socketId();
    }

    @Override
    public String childSocketId() {
        return accepted.childSocketId();
    }
}
