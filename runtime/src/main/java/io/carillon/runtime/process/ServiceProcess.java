package io.carillon.runtime.process;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.lifecycle.StartException;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Identity;
import io.carillon.runtime.observe.Logging;
import io.carillon.runtime.observe.ManagementConfig;
import io.carillon.runtime.observe.ManagementServer;
import io.carillon.runtime.observe.Metrics;
import java.time.Duration;
import java.util.List;

/**
 * Runs a service until the process is told to stop: reads the configuration, wires, starts, and drains on SIGTERM.
 *
 * <p>Ends with status 2 if the configuration is wrong, and with 1 if something does not start; each says why in words.
 */
public final class ServiceProcess {

    private static final int WRONG_CONFIGURATION = 2;
    private static final int NOT_STARTED = 1;

    /** Every key of every service, so that all of them can share one file. */
    private static final List<String> KNOWN_KEYS = List.of(
            "push.client.",
            "push.edge.",
            "push.fanout.",
            "push.heartbeat.",
            "push.http.",
            "push.interest.",
            "push.kafka.",
            "push.link.",
            "push.log.",
            "push.mesh.",
            "push.node.",
            "push.ownership.",
            "push.publish.",
            "push.raft.",
            "push.reconnect.",
            "push.session.",
            "push.sse.",
            "push.subscribe.",
            "push.subscribers.",
            "push.ws.");

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
    public static <C> void run(String name, Reader<C> reader, Wiring<C> wiring) throws InterruptedException {
        var settings = Settings.load(ConfigSources.of(System.getenv(), System.getProperties()));
        Logging.start(Logging.level(settings), System.err);
        var identity = Identity.ofThisProcess();
        var management = ManagementConfig.from(settings);
        C config = reader.read(settings, settings.text("push.node.id", identity.hostname()), identity.hostname());
        Duration drain = settings.duration(
                "push.drain.limit.duration", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1));
        settings.acknowledge(KNOWN_KEYS);
        try {
            settings.check();
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        }
        run(wire(name, config, wiring, management, identity), drain);
    }

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

    private static <C> Lifecycle wire(
            String name, C config, Wiring<C> wiring, ManagementConfig management, Identity identity) {
        var health = new Health();
        var metrics = new Metrics();
        var server = new ManagementServer(management, identity, health, metrics);
        var lifecycle = new Lifecycle(name, Ticker.system())
                .add("metrics", Part.closing(metrics::close))
                .add("management", server);
        wiring.wire(config, new Host(health, metrics, server, lifecycle));
        return lifecycle.add("readiness", Part.of(health::started, health::draining));
    }
}
