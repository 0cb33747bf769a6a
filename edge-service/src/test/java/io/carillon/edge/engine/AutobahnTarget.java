package io.carillon.edge.engine;

import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.websocket.EchoRoute;
import io.carillon.edge.websocket.FrameLimits;
import io.helidon.http.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What {@code ./carillon autobahn} lets the suite loose on: an edge for each kind of outlet, with an echo besides its own
 * routes. Runs until its standard input ends.
 */
public final class AutobahnTarget {

    /** The suite's largest message has 16 MiB; it is read and said back whole. */
    private static final int MESSAGE_BYTES = 32 << 20;

    private static final Duration HOUR = Duration.ofHours(1);

    private AutobahnTarget() {}

    /**
     * Serves.
     *
     * @param arguments the file to write the ports to: a line for each outlet, its name and its port
     */
    public static void main(String[] arguments) throws IOException {
        try (var adopted = edge(Outlets.ADOPTED);
                var parked = edge(Outlets.PARKED)) {
            Path ports = Path.of(arguments[0]);
            Path draft = ports.resolveSibling(ports.getFileName() + ".draft");
            Files.writeString(draft, "adopted " + adopted.port() + "\nparked " + parked.port() + "\n");
            Files.move(draft, ports);
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private static RunningEdge edge(Outlets outlets) {
        SessionTiming usual = SessionTiming.DEFAULT;
        var timing = new SessionTiming(
                HOUR, HOUR, HOUR, usual.grace(), usual.opening(), usual.stall(), usual.closing(), usual.ack());
        var limits = new SessionLimits(2 * MESSAGE_BYTES, SessionLimits.DEFAULT.writeBytes(), 100, 256);
        var frames = new FrameLimits(MESSAGE_BYTES, MESSAGE_BYTES, FrameLimits.DEFAULT.emptyFragments());
        return new RunningEdge(
                outlets,
                timing,
                limits,
                (engine, routes) -> routes.route(Method.GET, "/echo", new EchoRoute(engine, frames)));
    }
}
