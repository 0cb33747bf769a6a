package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to use Consul.
 *
 * @param agent address of the local agent; {@code https} for TLS
 * @param token ACL token, empty for the agent's own
 * @param datacenter whose fanout nodes to look for, empty for the agent's own
 * @param tls certificates for {@code https}
 * @param prefix of the names of services, and of the key that holds the first voters
 * @param expect how many nodes found the cluster: 1, 3 or 5
 * @param check how Consul learns that a process is well
 * @param interval between checks
 * @param timeout for one check
 * @param deregisterAfter when Consul forgets a process that has been gone for so long
 * @param queryLimit how long one blocking query may last
 */
public record ConsulConfig(
        URI agent,
        Optional<String> token,
        Optional<String> datacenter,
        TlsFiles tls,
        String prefix,
        int expect,
        Check check,
        Duration interval,
        Duration timeout,
        Duration deregisterAfter,
        Duration queryLimit) {

    /** How Consul learns that a process is well. */
    enum Check {
        /** The agent asks the management port. */
        HTTP,
        /** The agent asks the mesh port, where there is one, and the management port otherwise. */
        GRPC,
        /** The process tells, for agents that cannot reach it. */
        TTL
    }

    /**
     * PEM files.
     *
     * @param authority whose certificates to trust, empty for the JDK's own list
     * @param certificate what to show to an agent that asks for it, with {@code key}
     * @param key its private key, PKCS #8
     */
    record TlsFiles(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {}

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String DEFAULT_AGENT = "http://127.0.0.1:8500";

    /** Reads the configuration; what is wrong with it is found in the settings. */
    public static ConsulConfig from(Settings settings) {
        int expect = settings.integer("push.raft.expect", 3, 1, 5);
        settings.require(expect % 2 == 1, "push.raft.expect", "1, 3 or 5");
        return new ConsulConfig(
                agent(settings),
                settings.optionalText("push.consul.token"),
                settings.optionalText("push.consul.datacenter"),
                tls(settings),
                settings.text("push.consul.prefix", "carillon"),
                expect,
                check(settings),
                settings.duration("push.consul.check.interval.duration", Duration.ofSeconds(5), SECOND, MINUTE),
                settings.duration("push.consul.check.timeout.duration", Duration.ofSeconds(2), SECOND, MINUTE),
                // Consul refuses less.
                settings.duration("push.consul.deregister.after.duration", MINUTE, MINUTE, Duration.ofDays(7)),
                settings.duration("push.consul.wait.duration", MINUTE, SECOND, Duration.ofMinutes(10)));
    }

    private static Check check(Settings settings) {
        Check check = settings.choice("push.consul.check", Check.HTTP);
        boolean mutual = settings.optionalText("push.mesh.tls.key").isPresent();
        settings.require(
                check != Check.GRPC || !mutual,
                "push.consul.check",
                "http or ttl where the mesh is mutual TLS, since agents show no certificate of a service");
        return check;
    }

    private static URI agent(Settings settings) {
        String text = settings.text("push.consul.url", DEFAULT_AGENT);
        try {
            var uri = new URI(text);
            boolean usable = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() > 0;
            settings.require(usable, "push.consul.url", "http://HOST:PORT or https://HOST:PORT");
            return usable ? uri : URI.create(DEFAULT_AGENT);
        } catch (URISyntaxException _) {
            settings.require(false, "push.consul.url", "http://HOST:PORT or https://HOST:PORT");
            return URI.create(DEFAULT_AGENT);
        }
    }

    private static TlsFiles tls(Settings settings) {
        var tls = new TlsFiles(
                settings.optionalText("push.consul.tls.ca.file").map(Path::of),
                settings.optionalText("push.consul.tls.cert.file").map(Path::of),
                settings.optionalText("push.consul.tls.key.file").map(Path::of));
        settings.require(
                tls.certificate().isPresent() == tls.key().isPresent(),
                "push.consul.tls.key.file",
                "to be set together with push.consul.tls.cert.file");
        return tls;
    }
}
