package io.carillon.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.edge.EdgeConfig;
import io.carillon.fanout.FanoutConfig;
import io.carillon.ingest.IngestConfig;
import io.carillon.runtime.config.ConfigSources;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.discovery.DiscoveryConfig;
import io.carillon.runtime.http.ListenerConfig;
import io.carillon.testkit.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code compose.yaml} and the Dockerfile, since there may be no engine here that would. */
class ComposeTest {

    private static final Path ROOT = Program.projectRoot();

    /** What the Compose specification knows, as far as it is used here. */
    private static final Set<String> SERVICE_KEYS = Set.of(
            "build",
            "command",
            "depends_on",
            "environment",
            "healthcheck",
            "hostname",
            "image",
            "ports",
            "restart",
            "stop_grace_period",
            "volumes");

    private final Map<String, Object> compose = load();
    private final Map<String, Object> services = map(compose.get("services"));

    @Test
    void hasTheProcessesOfAClusterAndAGateway() {
        assertThat(services)
                .containsOnlyKeys(
                        "kafka", "consul", "fanout-1", "fanout-2", "fanout-3", "edge-1", "edge-2", "ingest", "gateway");
    }

    @Test
    void usesOnlyWhatComposeKnows() {
        assertThat(compose.keySet())
                .allMatch(key -> key.startsWith("x-")
                        || Set.of("name", "services", "volumes").contains(key));
        services.forEach(
                (name, service) -> assertThat(map(service).keySet()).as(name).isSubsetOf(SERVICE_KEYS));
    }

    @TestFactory
    List<DynamicTest> everyServiceAcceptsTheSettingsThatItIsGiven() {
        List<DynamicTest> tests = new ArrayList<>();
        services.forEach((name, service) -> {
            if (map(service).get("command") instanceof List<?> command && command.size() == 1) {
                tests.add(DynamicTest.dynamicTest(
                        name, () -> accepts(String.valueOf(command.getFirst()), environment(service))));
            }
        });
        assertThat(tests).hasSize(6);
        return tests;
    }

    private static void accepts(String service, Map<String, String> environment) {
        var settings = Settings.load(ConfigSources.of(environment, new Properties()));
        String node = settings.text("push.node.id", "");
        DiscoveryConfig discovery = DiscoveryConfig.from(settings, node);
        switch (service) {
            case "fanout" -> FanoutConfig.from(settings, node, node);
            case "edge" -> EdgeConfig.from(settings, node);
            case "ingest" -> IngestConfig.from(settings);
            default -> throw new AssertionError("service: " + service);
        }
        var _ = ListenerConfig.from(settings, "0.0.0.0");
        settings.acknowledge(List.of("push.fanout.", "push.kafka.", "push.raft.", "push.mesh."));
        settings.check();

        assertThat(settings.unknownVariables()).isEmpty();
        assertThat(discovery.consul()).isPresent();
        assertThat(node).isNotEmpty();
    }

    @Test
    void waitsOnlyForWhatTellsThatItIsHealthy() {
        services.forEach((name, service) -> map(map(service).get("depends_on")).forEach((needed, condition) -> {
            assertThat(services).as(name).containsKey(needed);
            assertThat(map(condition)).containsEntry("condition", "service_healthy");
            // Ours have it from the image.
            assertThat(map(services.get(needed)))
                    .as(needed)
                    .containsAnyOf(Map.entry("image", "carillon"), healthcheck(needed));
        }));
    }

    private Map.Entry<String, Object> healthcheck(String service) {
        return Map.entry(
                "healthcheck",
                Optional.ofNullable(map(services.get(service)).get("healthcheck"))
                        .orElse("none"));
    }

    @Test
    void mountsOnlyWhatIsThere() {
        Set<String> volumes = map(compose.get("volumes")).keySet();
        services.forEach((name, service) -> {
            if (map(service).get("volumes") instanceof List<?> mounts) {
                for (Object mount : mounts) {
                    String source = String.valueOf(mount).split(":", -1)[0];
                    assertThat(source.startsWith("./") ? Files.exists(ROOT.resolve(source)) : volumes.contains(source))
                            .as(name + ": " + mount)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void theImageIsBuiltFromEveryModuleThatItNeedsAndRunsAsNobodySpecial() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("deploy/docker/Dockerfile"));

        for (String line : dockerfile
                .lines()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .toList()) {
            List<String> words = List.of(line.split(" +", -1));
            for (String source : words.subList(1, words.size() - 1)) {
                assertThat(ROOT.resolve(source)).as(line).exists();
            }
        }
        for (String module : modules()) {
            assertThat(dockerfile).containsPattern("COPY " + module + "(/pom\\.xml)? \\./" + module);
        }
        assertThat(dockerfile).contains("\nUSER carillon\n", "\nHEALTHCHECK ");
    }

    @Test
    void theScriptsOfTheImageMayBeRun() {
        assertThat(ROOT.resolve("deploy/docker/run")).isExecutable();
        assertThat(ROOT.resolve("deploy/docker/healthy")).isExecutable();
    }

    private static List<String> modules() throws IOException {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map((MatchResult module) -> module.group(1))
                .toList();
    }

    private static Map<String, String> environment(Object service) {
        var environment = new TreeMap<String, String>();
        map(map(service).get("environment")).forEach((key, value) -> environment.put(key, String.valueOf(value)));
        return environment;
    }

    private static Map<String, Object> load() {
        try {
            return map(new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(ROOT.resolve("compose.yaml"))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var map = new TreeMap<String, Object>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> map.put(String.valueOf(key), entry));
        }
        return map;
    }
}
