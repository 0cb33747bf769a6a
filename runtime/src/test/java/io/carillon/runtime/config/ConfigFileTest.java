package io.carillon.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    private Path directory;

    @Test
    void givesNestedAndDottedKeysOfYamlTheSameNames() throws IOException {
        Path file = file("push.yaml", """
                push:
                  public.port: 8081
                  heartbeat:
                    interval.duration: 30s
                  origins:
                    - https://a.example
                    - https://b.example
                push.kafka.bootstrap.servers: "k1:9092,k2:9092"
                push.password: pa$${x}word
                """);

        assertThat(ConfigFile.read(file))
                .isEqualTo(Map.of(
                        "push.public.port", "8081",
                        "push.heartbeat.interval.duration", "30s",
                        "push.origins", "https://a.example,https://b.example",
                        "push.kafka.bootstrap.servers", "k1:9092,k2:9092",
                        "push.password", "pa$${x}word"));
    }

    @Test
    void readsPropertiesWhereAKeyMayHaveAValueAndKeysBelowIt() throws IOException {
        Path file = file("push.properties", """
                push.kafka.ssl=on
                push.kafka.ssl.protocol=TLSv1.3
                """);

        assertThat(ConfigFile.read(file))
                .isEqualTo(Map.of("push.kafka.ssl", "on", "push.kafka.ssl.protocol", "TLSv1.3"));
    }

    @Test
    void liesBelowTheEnvironment() throws IOException {
        Path file = file("push.yml", "push: {a: file, b: file}");
        var settings = Settings.load(new ConfigSources(
                Map.of("PUSH_CONFIG_FILE", file.toString(), "PUSH_B", "environment"), Map.of(), Map.of()));

        settings.text("push.a", "default");
        settings.text("push.b", "default");

        assertThat(settings.describe()).isEqualTo("""
                push.a = file (file %s)
                push.b = environment (environment variable PUSH_B)""".formatted(file));
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @Test
    void mayHoldNothingButKnownKeys() throws IOException {
        Path file = file("push.yaml", """
                push:
                  publik.port: 8081
                server:
                  port: 1
                """);
        var settings = Settings.load(ConfigSources.none().with(ConfigSources.FILE_KEY, file.toString()));

        settings.port("push.public.port", 8080);

        assertThatThrownBy(settings::check).hasMessage("""
                the configuration has 2 mistakes:
                  push.publik.port: 8081, from file %1$s (expected: a known key; did you mean push.public.port?)
                  server.port: 1, from file %1$s (expected: a known key)""".formatted(file));
    }

    @Test
    void isNotedAsAMistakeNextToOthersWhenItIsMissing() {
        Path file = directory.resolve("none.yaml");
        var settings = Settings.load(
                ConfigSources.none().with(Map.of(ConfigSources.FILE_KEY, file.toString(), "push.public.port", "x")));

        settings.port("push.public.port", 8080);

        assertThatThrownBy(settings::check).hasMessage("""
                the configuration has 2 mistakes:
                  push.config.file: %s, from command line (expected: a readable file in YAML (.yaml, .yml) or of \
                properties (.properties), there is none)
                  push.public.port: x, from command line (expected: a port from 0 to 65535)""".formatted(file));
    }

    @Test
    void tellsTheLineWhenItIsBroken() throws IOException {
        for (String content :
                List.of("push:\n  a: 1\n b: 2\n", "push: [a\n", "- a\n- b\n", "push:\n  x:\n    - {a: 1}\n")) {
            Path file = file("broken.yaml", content);
            var settings = Settings.load(ConfigSources.none().with(ConfigSources.FILE_KEY, file.toString()));

            assertThatThrownBy(settings::check)
                    .as(content)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("push.config.file: " + file)
                    .extracting(e -> String.valueOf(e.getMessage()).lines().count())
                    .isEqualTo(2L);
        }
    }

    @Test
    void mustHaveASuffixThatTellsItsKind() throws IOException {
        Path file = file("push.json", "{}");
        var settings = Settings.load(ConfigSources.none().with(ConfigSources.FILE_KEY, file.toString()));

        assertThatThrownBy(settings::check)
                .hasMessageContaining("expected: a readable file in YAML (.yaml, .yml) or of properties (.properties)");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
