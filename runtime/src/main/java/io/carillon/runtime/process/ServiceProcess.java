package io.carillon.runtime.process;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.Discovery;
import io.carillon.runtime.discovery.DiscoveryConfig;
import io.carillon.runtime.discovery.Endpoints;
import io.carillon.runtime.discovery.Registration;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.StartException;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Identity;
import io.carillon.runtime.observe.Logging;
import io.carillon.runtime.observe.ManagementConfig;
import io.carillon.runtime.observe.ManagementServer;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import io.carillon.runtime.tls.MeshTlsConfig;
import io.carillon.runtime.tls.ServiceTls;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a service until the process is told to stop: reads the configuration, wires, starts, and drains on SIGTERM.
 *
 * <p>Ends with status 2 if the configuration is wrong, and with 1 if something does not start; each says why in words.
 */
public final class ServiceProcess {

    private static final System.Logger LOGGER = System.getLogger(ServiceProcess.class.getName());

    private static final int WRONG_CONFIGURATION = 2;
    private static final int NOT_STARTED = 1;

    /** Reads a service's configuration; what is wrong with it is found in the settings. */
    public interface Reader<C> {
        C read(Settings settings, String nodeId, String hostname);
    }

    /** Makes a service and adds its parts to the process. */
    public interface Wiring<C> {
        void wire(C config, Host host);
    }

    private ServiceProcess() {}

    /** Runs a service; returns when it has stopped. */
    public static <C> void run(MeshService service, Reader<C> reader, Wiring<C> wiring) throws InterruptedException {
        var settings = Settings.load(ConfigSources.of(System.getenv(), System.getProperties()));
        Logging.start(Logging.level(settings), System.err);
        var identity = Identity.ofThisProcess();
        var management = ManagementConfig.from(settings);
        String nodeId = settings.text("push.node.id", identity.hostname());
        C config = reader.read(settings, nodeId, identity.hostname());
        var discovery = DiscoveryConfig.from(settings, identity.hostname());
        Optional<MeshTlsConfig> tls = MeshTlsConfig.from(settings);
        Duration drain = settings.duration(
                "push.drain.limit.duration", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1));
        settings.acknowledge(SharedKeys.ALL);
        try {
            settings.check();
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        }
        MeshSecurity security = secured(service, tls);
        run(wire(service, config, wiring, new Surroundings(nodeId, identity, management, discovery, security)), drain);
    }

    /** What every process has to know, whatever service is in it. */
    private record Surroundings(
            String nodeId,
            Identity identity,
            ManagementConfig management,
            DiscoveryConfig discovery,
            MeshSecurity security) {}

    private static void run(Lifecycle lifecycle, Duration drain) throws InterruptedException {
        lifecycle.stopOnShutdown(drain);
        try {
            lifecycle.start();
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(NOT_STARTED);
        }
        lifecycle.awaitStopped();
    }

    private static MeshSecurity secured(MeshService service, Optional<MeshTlsConfig> config) {
        if (config.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "the mesh is open, since push.mesh.insecure is set: whoever reaches its ports can read and fake everything");
            return new MeshSecurity.Open();
        }
        try {
            return new MeshSecurity.Mutual(ServiceTls.open(service, config.get(), InstantSource.system()));
        } catch (IOException e) {
            System.err.println("the mesh cannot be secured: " + e.getMessage());
            System.exit(NOT_STARTED);
            throw new AssertionError(e);
        }
    }

    private static <C> Lifecycle wire(MeshService service, C config, Wiring<C> wiring, Surroundings where) {
        var health = new Health();
        var metrics = new Metrics();
        var server = new ManagementServer(where.management(), where.identity(), health, metrics);
        Registry registry = Discovery.registry(where.discovery(), metrics);
        var endpoints = new Endpoints();
        var lifecycle = new Lifecycle(service.label(), Ticker.system())
                .add("metrics", Part.closing(metrics::close))
                .add("management", server)
                .add("discovery", registry);
        if (where.security() instanceof MeshSecurity.Mutual(var tls)) {
            tls.show(metrics);
            lifecycle.add("mesh identity", tls);
        }
        wiring.wire(config, new Host(where.security(), health, metrics, server, registry, endpoints, lifecycle));
        Supplier<Registration> self = () -> new Registration(
                service.label(),
                where.nodeId(),
                where.identity().version(),
                where.discovery().zone(),
                where.discovery().host(),
                endpoints.now(),
                server.port());
        return lifecycle
                .add("registration", Discovery.registration(registry, self, () -> health.is(Health.Kind.READY)))
                .add("readiness", Part.of(health::started, health::draining));
    }
}
