package io.carillon.bench.load;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A server to be measured. In paths and body, {@code {C}} stands for the channel's number; in the body, {@code {T}} for the
 * time at which the publication is due, and {@code {P}} for the padding.
 *
 * @param name what to call it in reports
 * @param host where it listens, a numeric address
 * @param port where it listens for subscribers
 * @param publishPort where it listens for publishers
 * @param eventStreamPath path and query to subscribe at over SSE
 * @param webSocketPath path and query to subscribe at over WebSocket
 * @param publishPath path to publish at
 * @param publishHeaders header lines of a publication
 * @param body body of a publication
 * @param secure whether it speaks TLS
 * @param pid its process, whose CPU time and memory count; 0 if they are not to be had
 */
public record Target(
        String name,
        String host,
        int port,
        int publishPort,
        String eventStreamPath,
        String webSocketPath,
        String publishPath,
        List<String> publishHeaders,
        String body,
        boolean secure,
        long pid) {

    private static final String CHANNEL = "{C}";

    /** Returns a Carillon of this machine. */
    public static Target carillon(String host, int port, long pid) {
        return new Target(
                "carillon",
                host,
                port,
                port,
                "/sse/messages?channels=bench-{C}",
                "/ws/messages?channels=bench-{C}",
                "/messages",
                List.of("Content-Type: application/json", "Prefer: return=minimal"),
                "{\"channel\":\"bench-{C}\",\"message\":\"{T}{P}\"}",
                false,
                pid);
    }

    /** Returns the floor program: any GET subscribes, any POST is written to all, one write for each. */
    public static Target floor(int port, long pid) {
        return new Target("floor", "127.0.0.1", port, port, "/", "/", "/publish", List.of(), "{T}{P}", false, pid);
    }

    /** Returns this server with channels of other names, each of which begins with a word. */
    public Target named(String word) {
        String prefix = word + '-' + CHANNEL;
        String bench = "bench-" + CHANNEL;
        return new Target(
                name + ", " + word,
                host,
                port,
                publishPort,
                eventStreamPath.replace(bench, prefix),
                webSocketPath.replace(bench, prefix),
                publishPath.replace(bench, prefix),
                publishHeaders,
                body.replace(bench, prefix),
                secure,
                pid);
    }

    /** Returns this server, spoken to over TLS. */
    public Target overTls() {
        return new Target(
                name,
                host,
                port,
                publishPort,
                eventStreamPath,
                webSocketPath,
                publishPath,
                publishHeaders,
                body,
                true,
                pid);
    }

    /** Returns this server, with publications going elsewhere. */
    public Target publishingAt(int otherPort) {
        return new Target(
                name,
                host,
                port,
                otherPort,
                eventStreamPath,
                webSocketPath,
                publishPath,
                publishHeaders,
                body,
                secure,
                pid);
    }

    /** Returns path and query to subscribe at, where the channels' names are a list with commas. */
    String subscribePath(Transport transport, List<String> channels) {
        String path = switch (transport) {
            case SSE -> eventStreamPath;
            case WS -> webSocketPath;
        };
        int at = path.indexOf(CHANNEL);
        if (at < 0) {
            return path;
        }
        int from = Math.max(path.lastIndexOf('=', at), path.lastIndexOf('/', at)) + 1;
        String prefix = path.substring(from, at);
        String names = channels.stream().map(prefix::concat).collect(Collectors.joining(","));
        return path.substring(0, from) + names + path.substring(at + CHANNEL.length());
    }
}
