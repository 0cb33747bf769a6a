package io.carillon.standalone;

import io.carillon.edge.EdgeConfig;
import io.carillon.fanout.FanoutConfig;
import io.carillon.ingest.IngestConfig;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.DiscoveryConfig;
import io.carillon.runtime.http.ListenerConfig;
import io.carillon.runtime.observe.LogLevel;
import io.carillon.runtime.observe.Logging;
import io.carillon.runtime.observe.ManagementConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set about the services in one JVM.
 *
 * @param http the public listener, which ingest and edge share
 * @param management the management listener, which all share
 * @param broker the Kafka broker inside, empty if others are used
 * @param discovery where the services find each other
 * @param ingest takes messages
 * @param fanout owns all partitions
 * @param edge holds clients
 * @param drainLimit how long stopping may take
 * @param logLevel how much the log tells
 * @param unknownVariables environment variables that begin as ours do and mean nothing to us
 */
public record StandaloneConfig(
        ListenerConfig http,
        ManagementConfig management,
        Optional<BrokerConfig> broker,
        DiscoveryConfig discovery,
        IngestConfig ingest,
        FanoutConfig fanout,
        EdgeConfig edge,
        Duration drainLimit,
        LogLevel logLevel,
        List<String> unknownVariables) {

    /** Where everything listens unless told otherwise: what runs on a developer's machine is nobody else's business. */
    private static final String LOOPBACK = "127.0.0.1";

    /** Enough to see channels spread, and few enough to start quickly. */
    private static final int PARTITIONS = 16;

    /** Clients are asked to come back over half of this, and who pressed Ctrl-C waits for it. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(4);

    private static final String NODE_ID = "standalone";

    /**
     * Reads the configuration.
     *
     * @throws io.carillon.runtime.config.ConfigException if there is any mistake in it; tells all of them
     */
    public static StandaloneConfig from(ConfigSources sources) {
        Settings given = Settings.load(sources);
        Optional<BrokerConfig> broker = given.optionalText(Keys.BOOTSTRAP).isPresent()
                ? Optional.empty()
                : Optional.of(BrokerConfig.from(given));
        Settings settings = Settings.load(sources.with(derived(given, broker)));
        // Read again, for the sake of what may be wrong with it.
        BrokerConfig.from(settings);
        var config = new StandaloneConfig(
                ListenerConfig.from(settings, LOOPBACK),
                ManagementConfig.from(settings),
                broker,
                DiscoveryConfig.from(settings, LOOPBACK),
                IngestConfig.from(settings),
                FanoutConfig.from(settings, NODE_ID, LOOPBACK),
                EdgeConfig.from(settings, NODE_ID),
                settings.duration("push.drain.limit.duration", DRAIN_LIMIT, Duration.ZERO, Duration.ofHours(1)),
                Logging.level(settings),
                settings.unknownVariables());
        settings.check();
        return config;
    }

    /**
     * Returns what differs here from the services' own defaults, and where they find each other. Only what nobody has set: a
     * mistake in what somebody has must not be covered.
     */
    private static Map<String, String> derived(Settings given, Optional<BrokerConfig> broker) {
        var derived = new LinkedHashMap<String, String>();
        putUnlessSet(derived, given, Keys.MANAGEMENT_ADDRESS, LOOPBACK);
        putUnlessSet(derived, given, Keys.HTTP_ADDRESS, LOOPBACK);
        putUnlessSet(derived, given, Keys.AUTH_MODE, "none");
        putUnlessSet(derived, given, Keys.MESH_ADDRESS, LOOPBACK);
        putUnlessSet(derived, given, Keys.PARTITIONS, Integer.toString(PARTITIONS));
        // There is one edge here, so subscribers can be counted once it has attached, and not only after a while.
        putUnlessSet(derived, given, Keys.EXPECTED_EDGES, "1");
        broker.ifPresent(inside -> derived.put(Keys.BOOTSTRAP, inside.bootstrapServers()));
        int meshPort = given.port(Keys.MESH_PORT, 9090);
        if (meshPort == 0) {
            meshPort = FreePort.find();
            derived.put(Keys.MESH_PORT, Integer.toString(meshPort));
        }
        derived.put(Keys.MESH_PEERS, LOOPBACK + ":" + meshPort);
        derived.put(Keys.ADVERTISED_HOST, LOOPBACK);
        return derived;
    }

    private static void putUnlessSet(Map<String, String> derived, Settings given, String key, String value) {
        if (given.optionalText(key).isEmpty()) {
            derived.put(key, value);
        }
    }
}
