package io.carillon.testkit.client;

import io.carillon.testkit.time.Deadline;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes one connection and does with it what the test's script says; it ends, and fails, with the script. */
final class TinyServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What to do with the connection. */
    interface Script {
        void run(Connection connection) throws IOException, InterruptedException;
    }

    /** The server's end of the connection. */
    record Connection(Socket socket, InputStream input) {

        /** Reads up to the blank line. */
        String readHead() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = input.read();
                if (next < 0) {
                    throw new IOException("the client ended inside its head: " + head);
                }
                head.write(next);
            }
            return head.toString(StandardCharsets.UTF_8);
        }

        byte[] read(int count) throws IOException {
            return input.readNBytes(count);
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket listener;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private TinyServer(ServerSocket listener) {
        this.listener = listener;
    }

    static TinyServer running(Script script) {
        try {
            var server = new TinyServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(() -> server.serve(script));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Dial dial(String scheme, String path) {
        return Dial.to(scheme + "://127.0.0.1:" + listener.getLocalPort() + path)
                .within(PATIENCE);
    }

    /** Waits for the end of the script and fails if it failed. */
    void awaitScript() {
        Deadline deadline = Deadline.in(PATIENCE);
        try {
            done.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the script failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the script is not done", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve(Script script) {
        try (Socket socket = listener.accept()) {
            script.run(new Connection(socket, new BufferedInputStream(socket.getInputStream())));
            done.complete(null);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            done.completeExceptionally(e);
        }
    }
}
