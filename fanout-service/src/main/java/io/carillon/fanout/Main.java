package io.carillon.fanout;

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
import java.time.InstantSource;
import java.util.List;

/** A fanout node as a process: configured from outside, until it is told to stop. */
public final class Main {

    private static final int WRONG_CONFIGURATION = 2;
    private static final int NOT_STARTED = 1;

    /** What edges and ingests read, so that all services can share a file. */
    private static final List<String> KEYS_OF_OTHERS = List.of(
            "push.client.",
            "push.edge.",
            "push.heartbeat.",
            "push.interest.",
            "push.link.window.bytes",
            "push.mesh.peers",
            "push.public.",
            "push.publish.",
            "push.reconnect.",
            "push.session.",
            "push.sse.",
            "push.subscribe.",
            "push.subscribers.",
            "push.ws.");

    private Main() {}

    /** Runs until SIGTERM or Ctrl-C; arguments have no meaning. */
    public static void main(String[] arguments) throws InterruptedException {
        var settings = Settings.load(ConfigSources.of(System.getenv(), System.getProperties()));
        Logging.start(Logging.level(settings), System.err);
        var identity = Identity.ofThisProcess();
        var management = ManagementConfig.from(settings);
        String nodeId = settings.text("push.node.id", identity.hostname());
        var config = FanoutConfig.from(settings, nodeId, identity.hostname());
        Duration drain = settings.duration(
                "push.drain.limit.duration", Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1));
        settings.acknowledge(KEYS_OF_OTHERS);
        try {
            settings.check();
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_CONFIGURATION);
        }
        Lifecycle lifecycle = wire(config, management, identity);
        lifecycle.stopOnShutdown(drain);
        try {
            lifecycle.start();
        } catch (StartException e) {
            System.err.println(e.getMessage());
            System.exit(NOT_STARTED);
        }
        lifecycle.awaitStopped();
    }

    private static Lifecycle wire(FanoutConfig config, ManagementConfig management, Identity identity) {
        var health = new Health();
        var metrics = new Metrics();
        var fanout = new FanoutServer(config, Ticker.system(), InstantSource.system(), metrics, health);
        return new Lifecycle("fanout", Ticker.system())
                .add("metrics", Part.closing(metrics::close))
                .add(
                        "management",
                        new ManagementServer(management, identity, health, metrics).page("/cluster", fanout::cluster))
                .add("fanout", fanout)
                .add("readiness", Part.of(health::started, health::draining));
    }
}
