package io.carillon.runtime.http;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.tls.ListenerTls;
import io.carillon.runtime.tls.TlsFiles;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One public port, with the routes and upgrades of one or more services on it.
 *
 * <p>Built, started once, drained, closed. Any thread may call.
 */
public final class PublicListener implements Part {

    /** How often clients that do not take their answer are looked for. */
    private static final Duration WRITE_WATCH_PERIOD = Duration.ofSeconds(5);

    /** How often the files of key and certificate are looked at. */
    private static final Duration TLS_RELOAD = Duration.ofSeconds(5);

    /** What an answer under way gets when the listener is closed without, or after, a drain. */
    private static final Duration CLOSE_GRACE = Duration.ofMillis(500);

    private final String host;
    private final int port;
    private final String portSetting;
    private final OwnedConnections connections;
    private final AcceptPace pace;
    private final WebServer server;
    private final @Nullable ListenerTls tls;

    private PublicListener(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.portSetting = builder.portSetting;
        ListenerLimits limits = builder.limits;
        this.pace = new AcceptPace(limits.acceptRateLimit(), builder.ticker);
        var channels = new AcceptedChannels(pace, limits.sendBufferBytes());
        this.connections = new OwnedConnections(http1(limits, builder.upgraders), channels, limits, builder.ticker);
        var routing = HttpRouting.builder()
                .addFilter(new RequestGate(limits.headFieldLimit()))
                .addFilter(new CrossOrigin(builder.origins));
        builder.contributions.forEach(contribution -> contribution.accept(routing));
        this.tls = openTls(builder, limits);
        var listener = WebServer.builder()
                .host(host)
                .port(port)
                .routing(routing)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .featuresDiscoverServices(false)
                .connectionOptions(channels)
                .useNio(false)
                .maxTcpConnections(limits.connectionLimit())
                .idleConnectionTimeout(limits.writeTimeout())
                .idleConnectionPeriod(WRITE_WATCH_PERIOD)
                .shutdownGracePeriod(CLOSE_GRACE)
                .shutdownHook(false)
                .contentEncoding(new UntouchedContent())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(ListenerProblems.handlers());
        if (tls != null) {
            listener.tls(Tls.builder().sslContext(tls.context()).build());
        }
        this.server = listener.build();
    }

    /** Returns a builder for a listener on all addresses, port 8080, with nothing on it. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a listener as it is configured, with these routes on it. */
    @SafeVarargs
    public static PublicListener of(ListenerConfig config, Consumer<HttpRouting.Builder>... routes) {
        Builder builder = builder()
                .host(config.address())
                .port(config.port())
                .limits(config.limits())
                .origins(config.origins());
        config.tls().ifPresent(builder::tls);
        for (Consumer<HttpRouting.Builder> contribution : routes) {
            builder.contribute(contribution);
        }
        return builder.build();
    }

    /**
     * Opens the port and serves.
     *
     * @throws PortUnavailableException if the port cannot be had; the message names the setting that changes it
     */
    @Override
    public void start() {
        PortUnavailableException.unlessFree(new InetSocketAddress(host, port), "HTTP", portSetting);
        if (tls != null) {
            tls.start();
        }
        server.start();
        if (!server.isRunning()) {
            throw new IllegalStateException(
                    "cannot listen on " + host + " port " + port + "; the log of the web server says why");
        }
    }

    /** Returns the port that is open; differs from the configured one if that was 0. */
    public int port() {
        return server.port();
    }

    /** Shows what the listener holds, and what its limits did. */
    public void observe(Metrics metrics) {
        metrics.gauge(
                "push_http_connections", "Connections of the public listener that Java holds", this::openConnections);
        metrics.counter(
                "push_http_accepts_delayed_total", "Connections that waited for the pace of accepting", pace::delayed);
    }

    /** Returns how many connections are open, streams included unless an engine has adopted them. */
    public int openConnections() {
        return connections.openCount();
    }

    /**
     * Tells every connection to end soon: idle ones close, requests under way are answered and are the last of their
     * connection, tenants are {@linkplain ConnectionTenant#drain asked} to say goodbye. Until the listener is
     * closed, new connections are still accepted, and get one answer each.
     */
    public void drain() {
        connections.drain();
    }

    @Override
    public void drain(Duration limit) {
        drain();
    }

    /** Closes the port, and after a short grace every connection that is still open. */
    @Override
    public void close() {
        server.stop();
        if (tls != null) {
            tls.close();
        }
    }

    private static @Nullable ListenerTls openTls(Builder builder, ListenerLimits limits) {
        TlsFiles files = builder.tls;
        if (files == null) {
            return null;
        }
        try {
            return ListenerTls.open(files, TLS_RELOAD, limits.headTimeout(), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException("the public listener cannot do TLS: " + e.getMessage(), e);
        }
    }

    private static Http1ConnectionSelector http1(ListenerLimits limits, List<Http1Upgrader> upgraders) {
        var http1 = Http1ConnectionSelector.builder()
                .config(config -> config.maxHeadersSize(limits.headLimitBytes())
                        .maxPrologueLength(limits.pathLimitBytes())
                        .sendKeepAliveHeader(false)
                        .receiveListeners(List.of())
                        .sendListeners(List.of()));
        for (Http1Upgrader upgrader : upgraders) {
            spellings(upgrader.supportedProtocol()).forEach(spelling -> http1.putUpgrader(spelling, upgrader));
        }
        return http1.build();
    }

    /** Helidon compares the protocol's name letter by letter; RFC 9110 does not. These are the spellings in use. */
    private static Set<String> spellings(String protocol) {
        String lower = protocol.toLowerCase(Locale.ROOT);
        return Set.copyOf(List.of(
                protocol,
                lower,
                protocol.toUpperCase(Locale.ROOT),
                Character.toUpperCase(lower.charAt(0)) + lower.substring(1),
                lower.replace("websocket", "WebSocket")));
    }

    /** Collects what a listener is to serve; for one thread. */
    public static final class Builder {

        private String host = "0.0.0.0";
        private int port = 8080;
        private String portSetting = "push.http.port";
        private ListenerLimits limits = ListenerLimits.DEFAULTS;
        private OriginRule origins = OriginRule.sameHost();
        private @Nullable TlsFiles tls;
        private Ticker ticker = Ticker.system();
        private final List<Consumer<HttpRouting.Builder>> contributions = new ArrayList<>();
        private final List<Http1Upgrader> upgraders = new ArrayList<>();

        private Builder() {}

        /** Sets the address to listen on. */
        public Builder host(String newHost) {
            host = newHost;
            return this;
        }

        /** Sets the port, from 0 to 65535; 0 takes any free one. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Sets the name of the setting that the port came from, for the message when it is taken. */
        public Builder portSetting(String newPortSetting) {
            portSetting = newPortSetting;
            return this;
        }

        /** Sets what a connection may take. */
        public Builder limits(ListenerLimits newLimits) {
            limits = newLimits;
            return this;
        }

        /** Has the listener do TLS, with this key and these certificates. */
        public Builder tls(TlsFiles newTls) {
            tls = newTls;
            return this;
        }

        /** Sets from which pages browsers may come. */
        public Builder origins(OriginRule newOrigins) {
            origins = newOrigins;
            return this;
        }

        /** Adds routes, usually {@link PathRoutes}. */
        public Builder contribute(Consumer<HttpRouting.Builder> routes) {
            contributions.add(routes);
            return this;
        }

        /**
         * Adds a protocol that HTTP/1.1 may be upgraded to. The upgrader's context is the {@link OwnedConnection}; once
         * it has written its 101, it throws what {@link OwnedConnection#detach} returns.
         */
        public Builder upgrader(Http1Upgrader upgrader) {
            upgraders.add(upgrader);
            return this;
        }

        /** Returns the listener, which is not started yet. */
        public PublicListener build() {
            return new PublicListener(this);
        }
    }
}
