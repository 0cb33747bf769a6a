package io.carillon.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports for processes that must be told theirs.
 *
 * <p>The ports lie below the range from which systems take the local ports of outgoing connections; otherwise some
 * client of the test could take a port between the moment it was found free and the moment its process binds it.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** Returns a port that nobody listens on. */
    public static int one() {
        return some(1).getFirst();
    }

    /** Returns so many different ports that nobody listens on. */
    public static List<Integer> some(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            holdSome(count, held);
            return numbers(held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    /** Returns so many different ports that nobody listens on, and behind them two more that are neighbours. */
    public static List<Integer> someAndPair(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            holdSome(count, held);
            holdPair(held);
            return numbers(held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void holdSome(int count, List<ServerSocket> held) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && held.size() < count; attempt++) {
            tryHold(ThreadLocalRandom.current().nextInt(FIRST, END), held);
        }
        if (held.size() < count) {
            throw new IllegalStateException("found " + held.size() + " free ports (expected: " + count + ")");
        }
    }

    private static void holdPair(List<ServerSocket> held) throws IOException {
        int before = held.size();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - 1);
            tryHold(first, held);
            if (held.size() == before + 1) {
                tryHold(first + 1, held);
            }
            if (held.size() == before + 2) {
                return;
            }
            while (held.size() > before) {
                close(held.removeLast());
            }
        }
        throw new IllegalStateException("found no free pair of ports after " + ATTEMPTS + " attempts");
    }

    private static List<Integer> numbers(List<ServerSocket> held) {
        return held.stream().map(ServerSocket::getLocalPort).toList();
    }

    /** Keeps the port until all are found, so that they differ. */
    private static void tryHold(int port, List<ServerSocket> held) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            held.add(socket);
        } catch (BindException _) {
            socket.close();
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
