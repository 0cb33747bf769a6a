package io.carillon.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The layers above the defaults, and which of them has the say for a key. */
final class Layers {

    /** Every key of ours begins with this. */
    static final String PREFIX = "push.";

    private static final String VARIABLE_PREFIX = "PUSH_";

    private final ConfigSources sources;
    private final String fileName;
    private final Map<String, String> file;

    Layers(ConfigSources sources, String fileName, Map<String, String> file) {
        this.sources = sources;
        this.fileName = fileName;
        this.file = Map.copyOf(file);
    }

    /** Returns the name of the environment variable for a key: upper case, with {@code _} for dots and dashes. */
    static String variable(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the value of the last layer that sets the key, without white space around it. */
    Optional<Setting> find(String key) {
        String value = sources.commandLine().get(key);
        if (value != null) {
            return Optional.of(new Setting(key, value.strip(), new Origin.CommandLine()));
        }
        value = sources.systemProperties().get(key);
        if (value != null) {
            return Optional.of(new Setting(key, value.strip(), new Origin.SystemProperty(key)));
        }
        String variable = variable(key);
        value = sources.environment().get(variable);
        // Compose files and charts pass on variables that nobody set as empty ones.
        if (value != null && !value.isBlank()) {
            return Optional.of(new Setting(key, value.strip(), new Origin.Environment(variable)));
        }
        value = file.get(key);
        return value == null
                ? Optional.empty()
                : Optional.of(new Setting(key, value.strip(), new Origin.File(fileName)));
    }

    /**
     * Returns the values in effect for all keys below a prefix, by the rest of the key. A variable's name does not tell
     * dots from dashes, so its underscores are taken for dots.
     */
    Map<String, Setting> subtree(String prefix) {
        var keys = new TreeMap<String, String>();
        String variables = variable(prefix);
        for (String variable : sources.environment().keySet()) {
            if (variable.startsWith(variables) && variable.length() > variables.length()) {
                String rest = variable.substring(variables.length()).toLowerCase(Locale.ROOT);
                keys.put(prefix + rest.replace('_', '.'), variable);
            }
        }
        strict().forEach(setting -> {
            if (setting.key().startsWith(prefix) && setting.key().length() > prefix.length()) {
                keys.put(setting.key(), "");
            }
        });
        var values = new TreeMap<String, Setting>();
        keys.keySet().forEach(key -> find(key).ifPresent(s -> values.put(key.substring(prefix.length()), s)));
        return values;
    }

    /**
     * Returns all values that can only be meant for us, and so must have a known key: everything in the file and on the
     * command line, and system properties with our prefix.
     */
    List<Setting> strict() {
        var settings = new ArrayList<Setting>();
        new TreeMap<>(file).forEach((k, v) -> settings.add(new Setting(k, v, new Origin.File(fileName))));
        new TreeMap<>(sources.systemProperties()).forEach((k, v) -> {
            if (k.startsWith(PREFIX)) {
                settings.add(new Setting(k, v, new Origin.SystemProperty(k)));
            }
        });
        new TreeMap<>(sources.commandLine())
                .forEach((k, v) -> settings.add(new Setting(k, v, new Origin.CommandLine())));
        return settings;
    }

    /** Returns the names of all environment variables with our prefix, sorted. */
    List<String> variables() {
        return sources.environment().keySet().stream()
                .filter(name -> name.startsWith(VARIABLE_PREFIX))
                .sorted()
                .toList();
    }
}
