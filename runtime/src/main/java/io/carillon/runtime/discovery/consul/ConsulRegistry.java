package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.runtime.discovery.Registration;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.observe.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.kiwiproject.consul.Consul;

/** The registry on Consul. */
public final class ConsulRegistry implements Registry {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

    /** For an answer on top of the wait of a blocking query, to which Consul itself adds up to a sixteenth. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Consul forQuestions;
    private final Consul forWatching;
    private final Founding founding;
    private final PeerWatch watch;
    private final Presence presence;

    /**
     * Makes a registry that has not started; speaks to nobody yet.
     *
     * @throws IllegalArgumentException if a certificate cannot be read
     */
    public ConsulRegistry(ConsulConfig config, Metrics metrics) {
        var failures = new AtomicLong();
        forQuestions = client(config, ANSWER_LIMIT);
        forWatching = client(
                config,
                config.queryLimit().plus(config.queryLimit().dividedBy(16)).plus(ANSWER_LIMIT));
        founding = new Founding(forQuestions, config);
        watch = new PeerWatch(forWatching, config, failures);
        presence = new Presence(forQuestions, config, failures);
        metrics.gauge(
                "push_discovery_peers",
                "Fanout nodes that Consul knows",
                () -> watch.meshPeers().size());
        metrics.gauge(
                "push_discovery_registered",
                "1 while this process is registered at its agent",
                () -> presence.isRegistered() ? 1 : 0);
        metrics.counter("push_discovery_failures_total", "Questions that Consul did not answer", failures::get);
    }

    private static Consul client(ConsulConfig config, Duration readLimit) {
        Consul.Builder builder = Consul.builder()
                .withUrl(config.agent().toString())
                .withConnectTimeoutMillis(CONNECT_LIMIT.toMillis())
                .withReadTimeoutMillis(readLimit.toMillis())
                .withWriteTimeoutMillis(ANSWER_LIMIT.toMillis())
                // Otherwise making a client would fail while the agent is away.
                .withPing(false);
        config.token().ifPresent(builder::withTokenAuth);
        if ("https".equals(config.agent().getScheme())) {
            ConsulTls tls = ConsulTls.of(config.tls());
            builder.withHttps(true).withSslContext(tls.context()).withTrustManager(tls.trust());
        }
        return builder.build();
    }

    @Override
    public void start() {
        watch.start();
    }

    @Override
    public List<String> meshPeers() {
        return watch.meshPeers();
    }

    @Override
    public List<NodeAddress> founders(NodeAddress self) throws InterruptedException {
        return founding.await(self);
    }

    @Override
    public void register(Registration self, BooleanSupplier ready) {
        presence.begin(self, ready);
    }

    @Override
    public void deregister() {
        try {
            presence.end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.close();
        forWatching.destroy();
        forQuestions.destroy();
    }
}
