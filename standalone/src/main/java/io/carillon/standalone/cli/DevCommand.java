package io.carillon.standalone.cli;

import io.carillon.runtime.config.ConfigException;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.lifecycle.StartException;
import io.carillon.runtime.observe.Identity;
import io.carillon.runtime.observe.Logging;
import io.carillon.standalone.Keys;
import io.carillon.standalone.PortsTakenException;
import io.carillon.standalone.StandaloneConfig;
import io.carillon.standalone.StandaloneServer;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code carillon dev}.
 *
 * <p>Options are settings by another name: they are checked together with all others, so that every mistake is told at
 * once.
 */
@Command(
        name = "dev",
        description = "Runs everything on this machine: ingest, fanout and edge, and a Kafka broker inside."
                + " Listens on the loopback interface only, unless push.http.address says otherwise; nobody is asked for"
                + " credentials.",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "A port of 0 stands for any free one. All settings begin with push., and can be set with --set, in the file, or"
                    + " in the environment: push.log.level is PUSH_LOG_LEVEL there.",
            "",
            "Examples:",
            "  carillon dev",
            "  carillon dev --port 9000 --data /tmp/carillon --set push.log.level=debug",
            "",
            "Ctrl-C and SIGTERM send clients away, flush and stop; a second one stops at once.",
            "Exit codes: 0 stopped when told to, 1 not started, 2 not understood or wrongly configured, 130 and 143 stopped"
                    + " at once by a second Ctrl-C or SIGTERM."
        })
final class DevCommand implements Callable<Integer> {

    private static final int WRONG_CONFIGURATION = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--port", paramLabel = "PORT", description = "For publishing and subscribing (default: 8080).")
    private @Nullable String port;

    @Option(names = "--management-port", paramLabel = "PORT", description = "For health and metrics (default: 8000).")
    private @Nullable String managementPort;

    @Option(
            names = "--mesh-port",
            paramLabel = "PORT",
            description = "For the services among themselves (default: 9090).")
    private @Nullable String meshPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "For the broker inside, which takes the next port as well (default: 9092).")
    private @Nullable String kafkaPort;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Use this broker instead of the one inside.")
    private @Nullable String kafka;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the broker inside keeps its data, which survive a restart (default: ./data).")
    private @Nullable String data;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "How many partitions the log is made with, the first time (default: 16).")
    private @Nullable String partitions;

    @Option(names = "--config", paramLabel = "FILE", description = "Read settings from this file, YAML or properties.")
    private @Nullable String config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set one setting; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        StandaloneConfig configuration;
        try {
            configuration = StandaloneConfig.from(
                    ConfigSources.of(System.getenv(), System.getProperties()).with(flags()));
        } catch (ConfigException e) {
            spec.commandLine().getErr().println("carillon: " + e.getMessage());
            return WRONG_CONFIGURATION;
        }
        var _ = Logging.start(configuration.logLevel(), System.err);
        configuration.unknownVariables().forEach(this::warnOf);
        return run(configuration);
    }

    private Map<String, String> flags() {
        var flags = new LinkedHashMap<String, String>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), "--set " + setting + " (expected: KEY=VALUE)");
            }
            put(flags, setting.substring(0, equals), setting.substring(equals + 1), "--set " + setting);
        }
        put(flags, Keys.HTTP_PORT, port, "--port");
        put(flags, Keys.MANAGEMENT_PORT, managementPort, "--management-port");
        put(flags, Keys.MESH_PORT, meshPort, "--mesh-port");
        put(flags, Keys.KAFKA_PORT, kafkaPort, "--kafka-port");
        put(flags, Keys.BOOTSTRAP, kafka, "--kafka");
        put(flags, Keys.DATA, data, "--data");
        put(flags, Keys.PARTITIONS, partitions, "--partitions");
        put(flags, ConfigSources.FILE_KEY, config, "--config");
        return flags;
    }

    private void put(Map<String, String> flags, String key, @Nullable String value, String option) {
        if (value != null && flags.put(key, value) != null) {
            throw new ParameterException(spec.commandLine(), option + ": " + key + " is set twice (expected: once)");
        }
    }

    private void warnOf(String variable) {
        spec.commandLine().getErr().println("carillon: the environment variable " + variable + " means nothing here");
    }

    private int run(StandaloneConfig configuration) throws InterruptedException {
        Identity identity = Identity.ofThisProcess();
        var server = new StandaloneServer(configuration, identity);
        server.stopOnShutdown();
        var stop = StopSignals.handle(server::stop);
        try {
            server.start();
        } catch (StartException e) {
            if (stop.asked()) {
                // The interrupt that ended the start has done its work.
                Thread.interrupted();
                server.awaitStopped();
                return 0;
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(String.valueOf(cause.getMessage()), e);
        } catch (PortsTakenException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()).replace("\n", "\ncarillon: "), e);
        }
        awaitReady(server);
        if (!stop.asked()) {
            greet(configuration, server, identity);
        }
        server.awaitStopped();
        return 0;
    }

    private void awaitReady(StandaloneServer server) throws InterruptedException {
        if (!server.awaitReady(PATIENCE)) {
            spec.commandLine()
                    .getErr()
                    .println("carillon: started, but not ready after " + PATIENCE.toSeconds() + " s; http://localhost:"
                            + server.managementPort() + "/readiness tells why");
            server.awaitReady(Duration.ofDays(365));
        }
    }

    private void greet(StandaloneConfig configuration, StandaloneServer server, Identity identity) {
        // From the start of the JVM, not of the process: that one may have begun as the launcher, and have built first.
        Duration taken = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        PrintWriter out = spec.commandLine().getOut();
        out.println(Banner.of(configuration, server, identity, taken));
        out.flush();
    }
}
