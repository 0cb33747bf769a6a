package io.carillon.testkit.client;

import io.carillon.testkit.time.Deadline;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One TCP connection: what is read is recorded, reading can be held up, and sending ends by a deadline. */
final class Wire implements AutoCloseable {

    private static final Duration SEND_PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final InputStream input;
    private final Recording recording = new Recording();
    private final Gate gate = new Gate();

    /** Held while a write is under way: what two threads send must not be mixed up on the wire. */
    private final ReentrantLock sending = new ReentrantLock();

    private volatile boolean closedHere;
    private volatile @Nullable Deadline readDeadline;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(new Tap(socket.getInputStream()));
    }

    static Wire connect(Dial dial) {
        var socket = new Socket();
        try {
            if (dial.receiveBufferBytes() > 0) {
                // Before connecting, or the window that the peer is offered stays the large one.
                socket.setReceiveBufferSize(dial.receiveBufferBytes());
            }
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(dial.host(), dial.port()),
                    Math.toIntExact(dial.patience().toMillis()));
            return new Wire(socket);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new UncheckedIOException("cannot connect to " + dial.host() + ':' + dial.port(), e);
        }
    }

    /** Returns the recorded input; one thread reads it. */
    InputStream input() {
        return input;
    }

    Recording recording() {
        return recording;
    }

    /** Lets every later read fail at a deadline. */
    void readBy(Deadline deadline) {
        readDeadline = deadline;
    }

    /** Sends all of the bytes in one piece, on a thread of its own since a blocked write knows no deadline. */
    void send(byte[] bytes) {
        var write = new FutureTask<@Nullable Void>(() -> {
            sending.lock();
            try {
                socket.getOutputStream().write(bytes);
                return null;
            } finally {
                sending.unlock();
            }
        });
        Thread.ofVirtual().name("send-to-" + socket.getPort()).start(write);
        try {
            write.get(SEND_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            IOException cause = e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
            throw new UncheckedIOException("cannot send " + bytes.length + " bytes", cause);
        } catch (TimeoutException e) {
            throw new AssertionError("the server took no " + bytes.length + " bytes within " + SEND_PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending", e);
        }
    }

    /** Stops or resumes reading; a read that is under way may still bring one piece. */
    void stall(boolean now) {
        gate.shut(now);
    }

    /** Tells the server that nothing more comes; reading goes on. */
    void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection by a TCP reset. */
    void reset() {
        closedHere = true;
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // The connection is gone already, which is what a reset is for.
        }
        closeQuietly(socket);
        gate.shut(false);
    }

    @Override
    public void close() {
        closedHere = true;
        closeQuietly(socket);
        gate.shut(false);
    }

    /** Says what a failed read means. */
    End endBy(IOException failure) {
        if (closedHere) {
            return End.CLOSED_HERE;
        }
        return failure instanceof BrokenProtocolException ? End.PROTOCOL_BROKEN : End.RESET;
    }

    /** Reads until the server ends the connection, for the recording's sake alone. */
    End drain() {
        try {
            long _ = input.transferTo(OutputStream.nullOutputStream());
            return End.EOF;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open; received: " + recording.bytes(), e);
        } catch (IOException e) {
            return endBy(e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // There is nobody left to tell, and nothing to do about it.
        }
    }

    private final class Tap extends InputStream {

        private final InputStream source;

        Tap(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            gate.pass();
            Deadline deadline = readDeadline;
            if (deadline != null) {
                socket.setSoTimeout(deadline.remainingMillisForSocket());
            }
            int count = source.read(buffer, offset, length);
            if (count > 0) {
                recording.add(buffer, offset, count);
            }
            return count;
        }
    }
}
