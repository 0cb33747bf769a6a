package io.carillon.standalone;

import io.carillon.core.time.Ticker;
import io.carillon.edge.EdgeServer;
import io.carillon.fanout.FanoutServer;
import io.carillon.ingest.IngestServer;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.discovery.StaticRegistry;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.StartException;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Identity;
import io.carillon.runtime.observe.ManagementServer;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.standalone.broker.BrokerPort;
import io.carillon.standalone.broker.EmbeddedBroker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The three services in one JVM, wired: one public listener, one management listener, the mesh between them on loopback,
 * and a Kafka broker unless another is used.
 *
 * <p>Started once and stopped once; a JVM may hold several.
 */
public final class StandaloneServer implements AutoCloseable {

    private static final Duration LOOK_AT_READINESS_EVERY = Duration.ofMillis(10);

    private final StandaloneConfig config;
    private final Health health = new Health();
    private final PublicListener listener;
    private final ManagementServer management;
    private final Lifecycle lifecycle;
    private final Ticker ticker = Ticker.system();

    /** Wires the services; nothing runs yet. */
    public StandaloneServer(StandaloneConfig config, Identity identity) {
        this.config = config;
        InstantSource clock = InstantSource.system();
        var metrics = new Metrics();
        // All services are this one process, so there is nobody to be told from another.
        var security = new MeshSecurity.Open();
        // Whatever the configuration says of Consul: who is in this process needs nobody to be found.
        Registry registry = new StaticRegistry(config.discovery().meshPeers(), List.of());
        var ingest = new IngestServer(config.ingest(), security, registry, ticker, metrics, health);
        var edge = new EdgeServer(config.edge(), security, registry, ticker, clock, metrics, health);
        var fanout = new FanoutServer(config.fanout(), security, registry, ticker, clock, metrics, health);
        listener = PublicListener.of(config.http(), ingest.routes(), edge.routes());
        listener.observe(metrics);
        management = new ManagementServer(config.management(), identity, health, metrics)
                .page("/cluster", fanout::cluster)
                .service(ingest.operations());
        lifecycle = new Lifecycle("carillon", ticker)
                .add("metrics", Part.closing(metrics::close))
                .add("management", management);
        config.broker().ifPresent(this::addBroker);
        lifecycle
                .add("fanout", fanout)
                .add("ingest", ingest)
                .add("listener", listener)
                .add("edge", edge)
                .add("readiness", Part.of(health::started, health::draining));
    }

    /**
     * Starts everything; it may take a moment more until it is {@linkplain #awaitReady ready}.
     *
     * @throws PortsTakenException if any of the ports is taken; then nothing was started
     * @throws StartException if something else is in the way, or {@link #stop} was called meanwhile
     */
    public void start() {
        PortsTakenException.unlessFree(config);
        lifecycle.start();
    }

    /** Waits until the services can do their work; returns whether they can within the limit. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long begin = ticker.nanos();
        while (!health.is(Health.Kind.READY)) {
            if (lifecycle.awaitStopped(LOOK_AT_READINESS_EVERY) || ticker.nanos() - begin > limit.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the port for publishing and subscribing, once started. */
    public int port() {
        return listener.port();
    }

    /** Returns the port for health and metrics, once started. */
    public int managementPort() {
        return management.port();
    }

    /** Drains and stops everything, within the limit that is configured; does nothing the second time. */
    public void stop() {
        lifecycle.stop(config.drainLimit());
    }

    /** Makes the JVM stop everything before it ends, if it is told to end by something that nobody else handles. */
    public void stopOnShutdown() {
        lifecycle.stopOnShutdown(config.drainLimit());
    }

    /** Returns when everything has stopped, whoever stopped it. */
    public void awaitStopped() throws InterruptedException {
        lifecycle.awaitStopped();
    }

    /** Stops everything without draining. */
    @Override
    public void close() {
        lifecycle.close();
    }

    private void addBroker(BrokerConfig config) {
        var data = new DataFolder(config.data());
        var broker = new EmbeddedBroker(
                data.broker(),
                new BrokerPort(config.port(), "--kafka-port"),
                new BrokerPort(config.controllerPort(), "--kafka-port"));
        lifecycle.add("data folder", data).add("broker", new BrokerPart(broker));
    }
}
