package io.carillon.runtime.observe;

import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.PortUnavailableException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers probes, scrapes and operators on a port of its own, so that a crowd at the public port does not keep them
 * out, and so that nothing here is ever public by accident.
 *
 * <p>Pages and services are added before the start. It is the first part to start and the last to close: whoever asks
 * is told that the process is starting or draining, rather than nothing.
 */
public final class ManagementServer implements Part {

    private static final System.Logger LOGGER = System.getLogger(ManagementServer.class.getName());

    /** Far more than probes, scrapers and operators need; a leak on their side ends here. */
    private static final int CONNECTION_LIMIT = 256;

    private static final long REQUEST_LIMIT_BYTES = 64 * 1024;

    private final ManagementConfig config;
    private final Health health;
    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final List<HttpService> services = new ArrayList<>();
    private volatile @Nullable WebServer server;

    /** Makes a server that shows the health and the meters of the process with this identity. */
    public ManagementServer(ManagementConfig config, Identity identity, Health health, Metrics metrics) {
        this.config = config;
        this.health = health;
        var probes = new Probes(identity, health);
        pages.put("/liveness", probes::liveness);
        pages.put("/readiness", probes::readiness);
        pages.put("/metrics", () -> Page.Answer.metrics(metrics));
        pages.put("/observe/metrics", () -> Page.Answer.metrics(metrics));
    }

    /**
     * Adds a page that is answered as JSON.
     *
     * @param path begins with a slash
     * @param content gives maps, lists, text, numbers and truth values, at once
     */
    public ManagementServer page(String path, Supplier<?> content) {
        pages.put(path, () -> Page.Answer.json(200, content.get()));
        return this;
    }

    /** Adds routes of any kind, such as those that an operator commands with. */
    public ManagementServer service(HttpService service) {
        services.add(service);
        return this;
    }

    /**
     * Opens the port.
     *
     * @throws PortUnavailableException if it is taken
     */
    @Override
    public void start() {
        var address = new InetSocketAddress(config.address(), config.port());
        PortUnavailableException.unlessFree(address, "management", ManagementConfig.PORT_KEY);
        WebServer starting = build(address).start();
        if (!starting.isRunning()) {
            throw new IllegalStateException("the management server did not start on " + address);
        }
        server = starting;
        LOGGER.log(Level.INFO, "management listens on " + config.address() + ":" + port());
    }

    private WebServer build(InetSocketAddress address) {
        // Nothing is discovered: what other modules put on the class path, such as gRPC, has no business here. The
        // process has a shutdown hook of its own, in whose order this server comes last.
        return WebServer.builder()
                .bindAddress(address)
                .shutdownHook(false)
                .maxTcpConnections(CONNECTION_LIMIT)
                .maxPayloadSize(REQUEST_LIMIT_BYTES)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.create())
                .addFeature(observe())
                .routing(this::route)
                .build();
    }

    private ObserveFeature observe() {
        var observer = HealthObserver.builder().details(true).useSystemServices(false);
        health.checks().forEach(check -> observer.addCheck(new ObservedCheck(check)));
        return ObserveFeature.just(observer.build());
    }

    private void route(HttpRouting.Builder routing) {
        pages.forEach((path, page) -> routing.route(Page.METHODS, Page.at(path), page));
        services.forEach(routing::register);
        routing.addFeature(new Fallback(new TreeSet<>(pages.keySet())));
    }

    /** Returns the port that the server listens on, or -1 if it does not. */
    public int port() {
        WebServer running = server;
        return running == null ? -1 : running.port();
    }

    @Override
    public void close() {
        WebServer running = server;
        if (running != null) {
            running.stop();
        }
    }
}
