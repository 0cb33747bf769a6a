package io.carillon.standalone.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.IntSupplier;

/** The ports of a cluster's processes. */
public final class PlannedPorts {

    private static final int LAST = 65_535;

    private PlannedPorts() {}

    /** Returns ports from the given one on, each once. */
    public static IntSupplier from(int first) {
        int[] next = {first};
        return () -> {
            if (next[0] > LAST) {
                throw new IllegalArgumentException(
                        "first port: " + first + " (expected: room for all processes above it)");
            }
            return next[0]++;
        };
    }

    /**
     * Sees to it that nobody listens where the cluster will.
     *
     * @throws IOException if somebody does; the message names all such ports at once
     */
    public static void requireFree(ClusterPlan plan) throws IOException {
        List<String> taken = plan.nodes().stream()
                .flatMap(node -> node.ports().entrySet().stream()
                        .filter(port -> !isFree(port.getValue()))
                        .map(port -> port.getValue() + " for " + node.name() + "'s " + port.getKey()))
                .toList();
        if (!taken.isEmpty()) {
            throw new IOException(
                    "not free: port " + String.join(", port ", taken) + " (choose others with --first-port)");
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // As the servers do it, so that what lingers of ended connections is no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
