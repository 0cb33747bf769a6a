package io.carillon.standalone.relay;

import io.carillon.core.error.ErrorCode;
import io.carillon.runtime.http.ProblemDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * One client's connection: reads the head of its request, finds a process for it, and passes bytes both ways until either
 * side ends. On the virtual thread that runs it and a second one.
 */
final class RelayedConnection implements Runnable {

    private static final int HEAD_LIMIT_BYTES = 16 << 10;
    private static final int HEAD_LIMIT_MILLIS = 10_000;
    private static final int CONNECT_LIMIT_MILLIS = 1_000;

    private final Socket client;
    private final Function<Destination, Backends> services;

    RelayedConnection(Socket client, Function<Destination, Backends> services) {
        this.client = client;
        this.services = services;
    }

    @Override
    public void run() {
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(HEAD_LIMIT_MILLIS);
            byte[] read = new byte[HEAD_LIMIT_BYTES];
            int length = 0;
            int end = -1;
            while (end < 0) {
                int count = client.getInputStream().read(read, length, read.length - length);
                if (count <= 0) {
                    return;
                }
                length += count;
                end = RequestHead.end(read, length);
                if (end < 0 && length == read.length) {
                    refuse(ErrorCode.HEAD_TOO_LARGE);
                    return;
                }
            }
            client.setSoTimeout(0);
            Optional<RequestHead> head = RequestHead.parse(read, end);
            if (head.isPresent()) {
                route(head.get(), read, end, length);
            } else {
                refuse(ErrorCode.MALFORMED_REQUEST);
            }
        } catch (IOException _) {
            // Either side is gone. What there is to say to the other is said by closing.
        }
    }

    private void route(RequestHead head, byte[] read, int from, int to) throws IOException {
        Optional<Destination> destination = Destination.of(head.path());
        if (destination.isEmpty()) {
            refuse(ErrorCode.NOT_FOUND);
            return;
        }
        for (Backend backend : services.apply(destination.get()).candidates()) {
            try (var behind = new Socket()) {
                if (connects(behind, backend)) {
                    behind.getOutputStream().write(head.bytes());
                    behind.getOutputStream().write(read, from, to - from);
                    passOn(behind);
                    return;
                }
            }
        }
        giveUp(head);
    }

    /** Returns whether a process takes a connection; if not, nothing was sent yet, and the next one may have the request. */
    private static boolean connects(Socket behind, Backend backend) {
        try {
            behind.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.port()), CONNECT_LIMIT_MILLIS);
            behind.setTcpNoDelay(true);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void passOn(Socket behind) throws IOException {
        Thread _ = Thread.ofVirtual().name("relay-forward").start(() -> {
            try (InputStream request = client.getInputStream()) {
                long _ = request.transferTo(behind.getOutputStream());
                behind.shutdownOutput();
            } catch (IOException _) {
                closeQuietly(behind);
            }
        });
        try {
            long _ = behind.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } finally {
            // Closing wakes the other thread from whatever it waits for.
            closeQuietly(client);
            closeQuietly(behind);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }

    private void giveUp(RequestHead head) throws IOException {
        // EventSource comes back after a closed connection, and never after an answer that says 503.
        if (!head.isForEventSource()) {
            refuse(ErrorCode.UNAVAILABLE);
        }
    }

    private void refuse(ErrorCode code) throws IOException {
        String body = ProblemDocument.of(code).json();
        String retry = code.status() == 503 ? "Retry-After: 1\r\n" : "";
        String answer = "HTTP/1.1 " + code.status() + " \r\nContent-Type: " + ProblemDocument.MEDIA_TYPE
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n" + retry
                + "Connection: close\r\n\r\n" + body;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }
}
