package io.carillon.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Configuration values by key, read with a default and a range each.
 *
 * <p>A value that is not as expected is noted, and its default is returned so that reading goes on; {@link #check()}
 * at the end reports all of them. Reading a key makes it known, so {@code check()} also finds keys that nobody read:
 * misspelt ones, as a rule.
 *
 * <p>Belongs to the thread that starts the process. Several services in one JVM may read from the same settings, and
 * the same keys, before one {@code check()}.
 */
public final class Settings {

    private final Layers layers;
    private final KnownKeys known = new KnownKeys();
    private final Map<String, Setting> effective = new TreeMap<>();
    private final Set<ConfigProblem> problems = new LinkedHashSet<>();

    private Settings(Layers layers) {
        this.layers = layers;
    }

    /** Returns settings over these sources; a file that cannot be read is noted like any other mistake. */
    public static Settings load(ConfigSources sources) {
        Optional<Setting> named = new Layers(sources, "", Map.of()).find(ConfigSources.FILE_KEY);
        if (named.isEmpty()) {
            return new Settings(new Layers(sources, "", Map.of())).withFileKeyKnown();
        }
        String fileName = named.get().value();
        try {
            Map<String, String> file = ConfigFile.read(Path.of(fileName));
            return new Settings(new Layers(sources, fileName, file)).withFileKeyKnown();
        } catch (IllegalArgumentException e) {
            var settings = new Settings(new Layers(sources, fileName, Map.of())).withFileKeyKnown();
            settings.problems.add(new ConfigProblem(named.get(), String.valueOf(e.getMessage())));
            return settings;
        }
    }

    /** Reads a duration, such as {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h} or {@code PT30S}. */
    public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
        String expected = "a duration from " + Durations.format(min) + " to " + Durations.format(max)
                + ", such as 500ms, 30s, 2m, 1h or PT30S";
        return inRange(key, defaultValue, min, max, Durations::parse, Durations::format, expected);
    }

    /** Reads an integer. */
    public int integer(String key, int defaultValue, int min, int max) {
        String expected = "an integer from " + min + " to " + max;
        return inRange(key, defaultValue, min, max, Settings::parseInteger, Object::toString, expected);
    }

    /** Reads a number of bytes, such as {@code 262144}, {@code 256KiB}, {@code 1MiB} or {@code 2GiB}. */
    public long bytes(String key, long defaultValue, long min, long max) {
        String expected = "a number of bytes from " + ByteCounts.format(min) + " to " + ByteCounts.format(max)
                + ", such as 262144, 256KiB or 1MiB";
        return inRange(key, defaultValue, min, max, ByteCounts::parse, ByteCounts::format, expected);
    }

    /** Reads a TCP port; 0 lets the system choose a free one. */
    public int port(String key, int defaultValue) {
        return inRange(
                key, defaultValue, 0, 65_535, Settings::parseInteger, Object::toString, "a port from 0 to 65535");
    }

    /** Reads {@code true} or {@code false}. */
    public boolean bool(String key, boolean defaultValue) {
        return read(key, defaultValue, Settings::parseBoolean, Object::toString, "true or false");
    }

    /** Reads one of the constants of an enum, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, E defaultValue) {
        E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
        String expected =
                Arrays.stream(constants).map(Settings::written).collect(Collectors.joining(", ", "one of ", ""));
        return read(
                key,
                defaultValue,
                text -> Arrays.stream(constants)
                        .filter(constant -> written(constant).equalsIgnoreCase(text))
                        .findFirst(),
                Settings::written,
                expected);
    }

    /** Reads text, which may be empty. */
    public String text(String key, String defaultValue) {
        return read(key, defaultValue, Optional::of, Function.identity(), "text");
    }

    /** Reads text that need not be there; empty text counts as absent. */
    public Optional<String> optionalText(String key) {
        return Optional.of(text(key, "")).filter(text -> !text.isEmpty());
    }

    /**
     * Reads text that must be there and not be empty.
     *
     * @param expected what the text is, for whoever left it out
     * @return the text, or an empty one if it is missing, which is noted
     */
    public String requiredText(String key, String expected) {
        String text = text(key, "");
        require(!text.isEmpty(), key, expected);
        return text;
    }

    /** Reads a list with commas between its elements; white space around them and empty ones do not count. */
    public List<String> list(String key, List<String> defaultValue) {
        return read(key, List.copyOf(defaultValue), Settings::parseList, list -> String.join(",", list), "a list");
    }

    /**
     * Returns all values below a prefix by the rest of their keys, as they were written, to be passed on to somebody who
     * knows them. From the environment, {@code PUSH_KAFKA_SECURITY_PROTOCOL} is {@code push.kafka.security.protocol}.
     *
     * @param prefix ends with a dot
     */
    public Map<String, String> subtree(String prefix) {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: a dot at the end)");
        }
        known.add(prefix);
        var values = new TreeMap<String, String>();
        layers.subtree(prefix).forEach((rest, setting) -> {
            effective.put(setting.key(), setting);
            values.put(rest, setting.value());
        });
        return values;
    }

    /**
     * Notes a mistake unless a rule holds; for rules that one value alone cannot break.
     *
     * @param key the key to repair, which has been read before
     * @param expected what the rule asks of its value
     */
    public void require(boolean holds, String key, String expected) {
        if (!holds) {
            Setting setting = effective.get(key);
            if (setting == null) {
                throw new IllegalArgumentException("key: " + key + " (expected: one that has been read)");
            }
            problems.add(new ConfigProblem(setting, expected));
        }
    }

    /**
     * Declares keys that others read, so that several services can share a file.
     *
     * @param keys dotted; one that ends with a dot stands for all keys below it
     */
    public void acknowledge(Collection<String> keys) {
        keys.forEach(known::add);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException if there was any mistake, a key that nobody knows included
     */
    public void check() {
        var all = new ArrayList<>(problems);
        for (Setting setting : layers.strict()) {
            if (!known.contains(setting.key())) {
                String advice = known.nearest(setting.key())
                        .map(key -> "a known key; did you mean " + key + "?")
                        .orElse("a known key");
                all.add(new ConfigProblem(setting, advice));
            }
        }
        if (!all.isEmpty()) {
            throw new ConfigException(all);
        }
    }

    /** Returns the {@code PUSH_} variables that mean nothing to us; worth a warning, since they may be meant for others. */
    public List<String> unknownVariables() {
        return layers.variables().stream()
                .filter(variable -> !known.containsVariable(variable))
                .toList();
    }

    /** Returns every value that was read, with its origin, sorted by key. */
    public List<Setting> effective() {
        return List.copyOf(effective.values());
    }

    /** Returns {@link #effective()} for people: a line per key, secrets hidden. */
    public String describe() {
        return effective().stream().map(Setting::toString).collect(Collectors.joining("\n"));
    }

    private Settings withFileKeyKnown() {
        known.add(ConfigSources.FILE_KEY);
        return this;
    }

    private <T extends Comparable<T>> T inRange(
            String key,
            T defaultValue,
            T min,
            T max,
            Function<String, Optional<T>> parser,
            Function<T, String> formatter,
            String expected) {
        if (defaultValue.compareTo(min) < 0 || defaultValue.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "default of " + key + ": " + defaultValue + " (expected: " + expected + ")");
        }
        return read(
                key,
                defaultValue,
                text -> parser.apply(text).filter(v -> v.compareTo(min) >= 0 && v.compareTo(max) <= 0),
                formatter,
                expected);
    }

    private <T> T read(
            String key,
            T defaultValue,
            Function<String, Optional<T>> parser,
            Function<T, String> formatter,
            String expected) {
        if (!key.startsWith(Layers.PREFIX)) {
            throw new IllegalArgumentException(
                    "key: " + key + " (expected: one that begins with " + Layers.PREFIX + ")");
        }
        known.add(key);
        Optional<Setting> found = layers.find(key);
        Setting setting = found.orElseGet(() -> new Setting(key, formatter.apply(defaultValue), new Origin.Default()));
        effective.put(key, setting);
        if (found.isEmpty()) {
            return defaultValue;
        }
        return parser.apply(setting.value()).orElseGet(() -> {
            problems.add(new ConfigProblem(setting, expected));
            return defaultValue;
        });
    }

    private static Optional<Integer> parseInteger(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> parseList(String text) {
        return Optional.of(Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList());
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
