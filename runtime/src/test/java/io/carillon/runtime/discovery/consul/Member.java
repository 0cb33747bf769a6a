package io.carillon.runtime.discovery.consul;

import com.sun.net.httpserver.HttpServer;
import io.carillon.runtime.discovery.Registration;
import io.carillon.runtime.observe.Metrics;
import io.carillon.testkit.consul.ConsulAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process of a cluster as Consul sees it: a registry, and a management port that the agent asks. */
final class Member implements AutoCloseable {

    private final Metrics metrics = new Metrics();
    private final ConsulRegistry registry;
    private final HttpServer management;
    private volatile int status = 200;
    private AtomicBoolean ready = new AtomicBoolean(true);
    private String service = "fanout";
    private String node = "f";

    private Member(ConsulConfig config) {
        registry = new ConsulRegistry(config, metrics);
        registry.start();
        try {
            management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        management.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        management.start();
    }

    static Member of(ConsulAgent agent, String cluster, ConsulConfig.Check check) {
        return new Member(config(
                agent.url(),
                cluster,
                check,
                Optional.empty(),
                new ConsulConfig.TlsFiles(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    static Member with(URI agent, String cluster, Optional<String> token, ConsulConfig.TlsFiles tls) {
        return new Member(config(agent, cluster, ConsulConfig.Check.HTTP, token, tls));
    }

    private static ConsulConfig config(
            URI agent, String cluster, ConsulConfig.Check check, Optional<String> token, ConsulConfig.TlsFiles tls) {
        return new ConsulConfig(
                agent,
                token,
                Optional.empty(),
                tls,
                cluster,
                3,
                check,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2));
    }

    Member named(String ofService, String id) {
        service = ofService;
        node = id;
        return this;
    }

    Member readyWhen(AtomicBoolean condition) {
        ready = condition;
        return this;
    }

    /** Answers the agent with this status from now on. */
    void manage(int answer) {
        status = answer;
    }

    void register() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("mesh", port());
        ports.put("raft", 9091);
        registry.register(
                new Registration(service, node, "1.2.3", "z1", "127.0.0.1", ports, port()), () -> ready.get());
    }

    int port() {
        return management.getAddress().getPort();
    }

    ConsulRegistry registry() {
        return registry;
    }

    double figure(String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(name + ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        registry.deregister();
        registry.close();
        management.stop(0);
        metrics.close();
    }
}
