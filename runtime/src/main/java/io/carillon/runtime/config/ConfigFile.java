package io.carillon.runtime.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigParsers;
import io.helidon.config.yaml.YamlConfigParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a configuration file into flat, dotted keys; lists become values with commas. */
final class ConfigFile {

    /** What a file must be, for the message to whoever named one that is not. */
    static final String EXPECTED = "a readable file in YAML (.yaml, .yml) or of properties (.properties)";

    private static final Pattern SUFFIX = Pattern.compile(".*\\.(yaml|yml|properties)");

    private ConfigFile() {}

    /**
     * Returns the file's values by key.
     *
     * @throws IllegalArgumentException if the file is missing, of another kind or broken; the message says which
     */
    static Map<String, String> read(Path path) {
        if (!SUFFIX.matcher(path.toString().toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException(EXPECTED + ", there is none");
        }
        var values = new LinkedHashMap<String, String>();
        try {
            flatten(parse(path), values);
        } catch (io.helidon.config.ConfigException | IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED + "; " + rootMessage(e), e);
        }
        return values;
    }

    private static Config parse(Path path) {
        // Everything that Helidon would add of its own accord is off: the layers are ours, and a "$" in a password
        // is a dollar sign.
        return Config.builder()
                .sources(io.helidon.config.ConfigSources.file(path))
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableKeyResolving()
                .disableValueResolving()
                .disableFilterServices()
                .disableMapperServices()
                .disableParserServices()
                .addParser(YamlConfigParser.create())
                .addParser(ConfigParsers.properties())
                .build();
    }

    private static void flatten(Config node, Map<String, String> values) {
        switch (node.type()) {
            case OBJECT -> {
                // In a properties file a key may have a value and keys below it.
                if (node.hasValue()) {
                    values.put(key(node), node.asString().get());
                }
                node.asNodeList().get().forEach(child -> flatten(child, values));
            }
            case LIST -> values.put(key(node), joined(node));
            case VALUE -> values.put(key(node), node.asString().get());
            case MISSING -> {}
        }
    }

    private static String joined(Config list) {
        return list.asNodeList().get().stream()
                .map(element -> element.asString()
                        .orElseThrow(() ->
                                new IllegalArgumentException("the list " + key(list) + " has elements with keys")))
                .collect(Collectors.joining(","));
    }

    private static String key(Config node) {
        return Config.Key.unescapeName(node.key().toString());
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // A parser's message spans lines and quotes the file, while a problem is one line.
        return String.valueOf(root.getMessage()).strip().replaceAll("\\s+", " ");
    }
}
