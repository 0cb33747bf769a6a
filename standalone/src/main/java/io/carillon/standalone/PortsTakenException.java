package io.carillon.standalone;

import io.carillon.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which ports are taken, what for they are wanted, and how to choose others: all of them at once, since whoever has
 * a second copy running would otherwise learn of one after the other.
 */
public final class PortsTakenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private PortsTakenException(List<String> problems) {
        super(String.join("\n", problems));
    }

    /** Tries all ports by opening and closing them. */
    static void unlessFree(StandaloneConfig config) {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(new Wanted(config.http().address(), config.http().port(), "publishing and subscribing", "--port"));
        wanted.add(new Wanted(
                config.management().address(), config.management().port(), "health and metrics", "--management-port"));
        InetSocketAddress mesh = config.fanout().mesh();
        wanted.add(new Wanted(mesh.getHostString(), mesh.getPort(), "the services among themselves", "--mesh-port"));
        config.broker().ifPresent(broker -> {
            wanted.add(new Wanted(EmbeddedBroker.HOST, broker.port(), "Kafka", "--kafka-port"));
            wanted.add(new Wanted(
                    EmbeddedBroker.HOST,
                    broker.controllerPort(),
                    "Kafka's controller, which has the port after Kafka's",
                    "--kafka-port"));
        });
        List<String> problems =
                wanted.stream().map(Wanted::problem).flatMap(Optional::stream).toList();
        if (!problems.isEmpty()) {
            throw new PortsTakenException(problems);
        }
    }

    private record Wanted(String host, int port, String purpose, String option) {

        Optional<String> problem() {
            try (var socket = new ServerSocket()) {
                // As the servers do it, so that what lingers of ended connections is no obstacle.
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(host, port));
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("port " + port + " on " + host + " is not free for " + purpose + ": "
                        + e.getMessage() + " (choose another with " + option + ")");
            }
        }
    }
}
