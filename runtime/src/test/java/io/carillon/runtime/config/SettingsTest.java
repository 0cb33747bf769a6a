package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String INTERVAL = "push.heartbeat.interval.duration";

    @Test
    void returnTheDefaultOfAKeyThatNobodySet() {
        var settings = Settings.load(ConfigSources.none());

        assertThat(interval(settings)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.describe()).isEqualTo("push.heartbeat.interval.duration = 30s (default)");
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "2m, PT2M",
        "1h, PT1H",
        "PT1M30S, PT1M30S",
        "PT0.25S, PT0.25S",
        "30 s, PT30S"
    })
    void takeADurationInAnyOfItsForms(String text, Duration expected) {
        var settings = Settings.load(ConfigSources.none().with(INTERVAL, text));

        assertThat(interval(settings)).isEqualTo(expected);
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "30x", "-1s", "PT-1S", "PT0.0001S", "1.5s", "9ms", "61m", "999999999999999h", ""})
    void noteADurationThatIsNoneOrOutOfRangeAndGoOnWithTheDefault(String text) {
        var settings = Settings.load(ConfigSources.none().with(INTERVAL, text));

        assertThat(interval(settings)).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigException.class)
                .hasMessage("the configuration has a mistake:\n  push.heartbeat.interval.duration: "
                        + (text.isEmpty() ? "nothing" : text)
                        + ", from command line"
                        + " (expected: a duration from 10ms to 1h, such as 500ms, 30s, 2m, 1h or PT30S)");
    }

    @ParameterizedTest
    @CsvSource({"10ms", "1h", "60m"})
    void takeBothEndsOfARange(String text) {
        var settings = Settings.load(ConfigSources.none().with(INTERVAL, text));

        interval(settings);

        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"262144, 262144", "256KiB, 262144", "1MiB, 1048576", "1 mib, 1048576", "2GiB, 2147483648", "17B, 17"})
    void takeANumberOfBytesInAnyOfItsForms(String text, long expected) {
        var settings = Settings.load(ConfigSources.none().with("push.message.limit.bytes", text));

        assertThat(settings.bytes("push.message.limit.bytes", 1, 0, 1L << 40)).isEqualTo(expected);
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1MB", "1.5MiB", "-1", "x", "2GiB", "999999999999999999GiB"})
    void noteBytesThatAreNoneOrOutOfRange(String text) {
        var settings = Settings.load(ConfigSources.none().with("push.message.limit.bytes", text));

        assertThat(settings.bytes("push.message.limit.bytes", 262_144, 0, 1 << 20))
                .isEqualTo(262_144);
        assertThatThrownBy(settings::check)
                .hasMessageEndingWith("(expected: a number of bytes from 0 to 1MiB, such as 262144, 256KiB or 1MiB)");
    }

    @Test
    void readEveryOtherKindOfValue() {
        var settings = Settings.load(ConfigSources.none()
                .with(Map.of(
                        "push.count", "12",
                        "push.public.port", "0",
                        "push.tls.enabled", "TRUE",
                        "push.log.level", "no-Level",
                        "push.origins", " a, ,b ,",
                        "push.name", "  spaced  ")));

        assertThat(settings.integer("push.count", 1, 1, 12)).isEqualTo(12);
        assertThat(settings.port("push.public.port", 8080)).isZero();
        assertThat(settings.bool("push.tls.enabled", false)).isTrue();
        assertThat(settings.choice("push.log.level", Sample.OTHER)).isEqualTo(Sample.NO_LEVEL);
        assertThat(settings.list("push.origins", List.of())).containsExactly("a", "b");
        assertThat(settings.text("push.name", "")).isEqualTo("spaced");
        assertThat(settings.optionalText("push.absent")).isEmpty();
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void reportAllMistakesAtOnceEachWithItsKeyValueOriginAndExpectation() {
        var settings = Settings.load(new ConfigSources(
                Map.of("PUSH_PUBLIC_PORT", "65536"),
                Map.of("push.count", "13", "push.cuont", "1", "java.version", "25"),
                Map.of("push.log.level", "loud")));

        settings.port("push.public.port", 8080);
        settings.integer("push.count", 1, 1, 12);
        settings.choice("push.log.level", Sample.OTHER);
        settings.requiredText("push.topic", "the name of a topic");

        assertThatThrownBy(settings::check).hasMessage("""
                the configuration has 5 mistakes:
                  push.public.port: 65536, from environment variable PUSH_PUBLIC_PORT (expected: a port from 0 to 65535)
                  push.count: 13, from system property -Dpush.count (expected: an integer from 1 to 12)
                  push.log.level: loud, from command line (expected: one of no-level, other)
                  push.topic: nothing, from default (expected: the name of a topic)
                  push.cuont: 1, from system property -Dpush.cuont (expected: a known key; did you mean push.count?)""");
    }

    @Test
    void letTheCommandLineWinOverSystemPropertiesAndThoseOverTheEnvironment() {
        var sources = new ConfigSources(
                Map.of("PUSH_A", "environment", "PUSH_B", "environment", "PUSH_C", "environment"),
                Map.of("push.a", "property", "push.b", "property"),
                Map.of("push.a", "flag"));
        var settings = Settings.load(sources);

        settings.text("push.a", "");
        settings.text("push.b", "");
        settings.text("push.c", "");

        assertThat(settings.describe()).isEqualTo("""
                push.a = flag (command line)
                push.b = property (system property -Dpush.b)
                push.c = environment (environment variable PUSH_C)""");
    }

    @Test
    void findTheVariableOfAKeyWithDotsAndDashes() {
        var settings = Settings.load(new ConfigSources(Map.of("PUSH_MESH_BIND_ADDRESS", "::1"), Map.of(), Map.of()));

        assertThat(settings.text("push.mesh.bind-address", "")).isEqualTo("::1");
    }

    @Test
    void takeAnEmptyVariableForOneThatNobodySet() {
        var settings = Settings.load(new ConfigSources(Map.of("PUSH_COUNT", " "), Map.of(), Map.of()));

        assertThat(settings.integer("push.count", 7, 1, 12)).isEqualTo(7);
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void onlyListAnUnknownVariableInsteadOfRefusingIt() {
        var environment = Map.of("PUSH_GATEWAY_URL", "x", "PUSH_COUNT", "1", "PUSH_CONFIG_FILE", "", "HOME", "/root");
        var settings = Settings.load(new ConfigSources(environment, Map.of(), Map.of()));

        settings.integer("push.count", 7, 1, 12);

        assertThatCode(settings::check).doesNotThrowAnyException();
        assertThat(settings.unknownVariables()).containsExactly("PUSH_GATEWAY_URL");
    }

    @Test
    void passASubtreeOnWithoutKnowingItsKeys() {
        var settings = Settings.load(new ConfigSources(
                Map.of("PUSH_KAFKA_BOOTSTRAP_SERVERS", "a:9092", "PUSH_KAFKA_LINGER_MS", "1"),
                Map.of("push.kafka.linger.ms", "2"),
                Map.of("push.kafka.acks", "all")));

        assertThat(settings.subtree("push.kafka."))
                .isEqualTo(Map.of("bootstrap.servers", "a:9092", "linger.ms", "2", "acks", "all"));
        assertThatCode(settings::check).doesNotThrowAnyException();
        assertThat(settings.unknownVariables()).isEmpty();
    }

    @Test
    void refuseValuesThatAreFineAloneButNotTogether() {
        var settings = Settings.load(ConfigSources.none().with("push.dither.min", "9"));
        int min = settings.integer("push.dither.min", 1, 0, 100);
        int max = settings.integer("push.dither.max", 8, 0, 100);

        settings.require(min <= max, "push.dither.min", "at most push.dither.max, which is " + max);

        assertThatThrownBy(settings::check).hasMessage("""
                the configuration has a mistake:
                  push.dither.min: 9, from command line (expected: at most push.dither.max, which is 8)""");
    }

    @Test
    void tellAMistakeOnceWhenTwoServicesReadTheKey() {
        var settings = Settings.load(ConfigSources.none().with("push.count", "x"));

        settings.integer("push.count", 1, 1, 12);
        settings.integer("push.count", 1, 1, 12);

        assertThatThrownBy(settings::check)
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(1));
    }

    @Test
    void acceptKeysThatAreAcknowledgedAsThoseOfOthers() {
        var settings = Settings.load(ConfigSources.none().with(Map.of("push.raft.dir", "/data", "push.name", "n")));

        settings.acknowledge(List.of("push.raft.", "push.name"));

        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void hideSecretsInMessagesAndDescriptions() {
        var settings = Settings.load(ConfigSources.none().with("push.kafka.ssl.key.password", "hunter2"));
        var typo = Settings.load(ConfigSources.none().with("push.passwort.password", "hunter2"));

        settings.subtree("push.kafka.");

        assertThat(settings.describe()).isEqualTo("push.kafka.ssl.key.password = **** (command line)");
        assertThatThrownBy(typo::check).hasMessageNotContaining("hunter2");
    }

    @Test
    void refuseADefaultOutsideItsOwnRange() {
        var settings = Settings.load(ConfigSources.none());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.integer("push.count", 0, 1, 12))
                .withMessage("default of push.count: 0 (expected: an integer from 1 to 12)");
    }

    private static Duration interval(Settings settings) {
        return settings.duration(INTERVAL, Duration.ofSeconds(30), Duration.ofMillis(10), Duration.ofHours(1));
    }

    private enum Sample {
        NO_LEVEL,
        OTHER
    }
}
