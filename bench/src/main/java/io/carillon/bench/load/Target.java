package io.carillon.bench.load;

import java.util.List;

/**
 * A server to be measured. In paths and body, {@code {C}} stands for the channel's number; in the body, {@code {T}} for the
 * time at which the publication is due, and {@code {P}} for the padding.
 *
 * @param name what to call it in reports
 * @param host where it listens, a numeric address
 * @param port where it listens
 * @param eventStreamPath path and query to subscribe at over SSE
 * @param webSocketPath path and query to subscribe at over WebSocket
 * @param publishPath path to publish at
 * @param publishHeaders header lines of a publication
 * @param body body of a publication
 * @param pid its process, whose CPU time and memory count; 0 if they are not to be had
 */
public record Target(
        String name,
        String host,
        int port,
        String eventStreamPath,
        String webSocketPath,
        String publishPath,
        List<String> publishHeaders,
        String body,
        long pid) {

    /** Returns a Carillon of this machine. */
    public static Target carillon(String host, int port, long pid) {
        return new Target(
                "carillon",
                host,
                port,
                "/sse/messages?channels=bench-{C}",
                "/ws/messages?channels=bench-{C}",
                "/messages",
                List.of("Content-Type: application/json", "Prefer: return=minimal"),
                "{\"channel\":\"bench-{C}\",\"message\":\"{T}{P}\"}",
                pid);
    }

    /** Returns the floor program: any GET subscribes, any POST is written to all, one write for each. */
    public static Target floor(int port, long pid) {
        return new Target("floor", "127.0.0.1", port, "/", "/", "/publish", List.of(), "{T}{P}", pid);
    }

    String subscribePath(Transport transport, String channel) {
        String path = switch (transport) {
            case SSE -> eventStreamPath;
            case WS -> webSocketPath;
        };
        return path.replace("{C}", channel);
    }
}
