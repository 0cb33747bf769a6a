package io.carillon.testkit.tcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A TCP connection to this machine that sends what it is told and keeps all that comes back, as text of one character
 * per byte. For the test's thread.
 */
public final class RawConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    /** Connects to a port. */
    public RawConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as UTF-8. */
    public RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes. */
    public RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends bytes, and does not mind if the other side has closed meanwhile. */
    public RawConnection sendInVain(byte[] bytes) {
        try {
            send(bytes);
        } catch (UncheckedIOException _) {
            // What came back tells the test what it wants to know.
        }
        return this;
    }

    /** Tells the other side that nothing more is sent. */
    public RawConnection finishSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until the text has come, and returns everything that came so far. */
    public String awaitText(String text) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (received.indexOf(text) < 0) {
            if (!receive(deadline)) {
                throw new AssertionError("closed before '" + text + "' came; received: " + received);
            }
        }
        return received.toString();
    }

    /** Waits until the other side closes, and returns everything that came. A reset counts as a close. */
    public String awaitClose() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (receive(deadline)) {
            // Everything is kept by receive.
        }
        return received.toString();
    }

    /** Forgets what came so far. */
    public void forget() {
        received.setLength(0);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean receive(long deadlineNanos) {
        long millis = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        var bytes = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout((int) Math.max(1, millis));
            byte[] buffer = new byte[8192];
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                return false;
            }
            bytes.write(buffer, 0, count);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came in time; received: " + received, e);
        } catch (SocketException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        received.append(bytes.toString(StandardCharsets.ISO_8859_1));
        return true;
    }
}
