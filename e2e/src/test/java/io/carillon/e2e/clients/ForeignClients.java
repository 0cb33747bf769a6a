package io.carillon.e2e.clients;

import io.carillon.e2e.system.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some of them, each one at the same public port and with the same channels. */
public final class ForeignClients implements AutoCloseable {

    private final URI gateway;
    private final List<String> channels;
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();

    private ForeignClients(URI gateway, List<String> channels) {
        this.gateway = gateway;
        this.channels = List.copyOf(channels);
    }

    /**
     * Starts the four that hear event streams.
     *
     * @param gateway the public port, {@code http://HOST:PORT/}
     * @param profile a folder for what a browser keeps
     */
    public static ForeignClients ofEventStreams(URI gateway, Path profile, List<String> channels) {
        return new ForeignClients(gateway, channels)
                .with("Chromium's EventSource", Transport.SSE, url -> new Browser(profile, url))
                .with("npm eventsource", Transport.SSE, NodeClient::eventSource)
                .with("okhttp-eventsource", Transport.SSE, LaunchDarklyClient::new)
                .with("okhttp-sse", Transport.SSE, OkHttpSseClient::new);
    }

    /** Starts those that hear event streams, and two WebSockets; see {@link #ofEventStreams}. */
    public static ForeignClients ofAllKinds(URI gateway, Path profile, List<String> channels) {
        return ofEventStreams(gateway, profile, channels)
                .with("npm ws", Transport.WEBSOCKET, url -> NodeClient.webSocket(withScheme("ws", url)))
                .with("the JDK's WebSocket", Transport.WEBSOCKET, url -> new JdkWebSocketClient(withScheme("ws", url)));
    }

    private static URI withScheme(String scheme, URI url) {
        return URI.create(scheme + url.toString().substring(url.getScheme().length()));
    }

    private ForeignClients with(String name, Transport transport, Function<URI, ForeignClient> client) {
        try {
            URI url = gateway.resolve(transport.path() + "?channels=" + String.join(",", channels));
            clients.put(name, client.apply(url));
            return this;
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Returns what each tells so far, by its name. */
    public Map<String, Story> stories() {
        return clients.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, client -> client.getValue().story(), (a, _) -> a, LinkedHashMap::new));
    }

    @Override
    public void close() {
        clients.values().forEach(ForeignClient::close);
    }
}
