package io.carillon.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What configuration is read from, besides the file, which these sources name under {@value #FILE_KEY}.
 *
 * @param environment variables of the process by name
 * @param systemProperties properties of the JVM by name
 * @param commandLine values given as flags, by dotted key; they win over everything else
 */
public record ConfigSources(
        Map<String, String> environment, Map<String, String> systemProperties, Map<String, String> commandLine) {

    /** Key under which the command line, a system property or {@code PUSH_CONFIG_FILE} names the file. */
    public static final String FILE_KEY = "push.config.file";

    public ConfigSources {
        environment = Map.copyOf(environment);
        systemProperties = Map.copyOf(systemProperties);
        commandLine = Map.copyOf(commandLine);
    }

    /** Returns the sources of a process: {@code System.getenv()} and {@code System.getProperties()}, as a rule. */
    public static ConfigSources of(Map<String, String> environment, Properties systemProperties) {
        var properties = new TreeMap<String, String>();
        for (String name : systemProperties.stringPropertyNames()) {
            properties.put(name, systemProperties.getProperty(name));
        }
        return new ConfigSources(environment, properties, Map.of());
    }

    /** Returns no sources at all, so that every setting has its default. */
    public static ConfigSources none() {
        return new ConfigSources(Map.of(), Map.of(), Map.of());
    }

    /** Returns these sources with another value on the command line, which replaces one of the same key. */
    public ConfigSources with(String key, String value) {
        return with(Map.of(key, value));
    }

    /** Returns these sources with more values on the command line, which replace those of the same keys. */
    public ConfigSources with(Map<String, String> flags) {
        var all = new LinkedHashMap<>(commandLine);
        all.putAll(flags);
        return new ConfigSources(environment, systemProperties, all);
    }
}
