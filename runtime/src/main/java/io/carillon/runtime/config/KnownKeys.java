package io.carillon.runtime.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys that mean something, by name or by prefix, and the nearest of them to one that does not. */
final class KnownKeys {

    private final Set<String> keys = new TreeSet<>();
    private final Set<String> prefixes = new TreeSet<>();

    /** Adds a key, or all keys below it if it ends with a dot. */
    void add(String key) {
        (key.endsWith(".") ? prefixes : keys).add(key);
    }

    boolean contains(String key) {
        return keys.contains(key) || prefixes.stream().anyMatch(key::startsWith);
    }

    boolean containsVariable(String variable) {
        return keys.stream().anyMatch(key -> Layers.variable(key).equals(variable))
                || prefixes.stream().anyMatch(prefix -> variable.startsWith(Layers.variable(prefix)));
    }

    /** Returns the known key with the fewest edits to the given one, if few enough for a slip of the finger. */
    Optional<String> nearest(String key) {
        int limit = Math.max(2, key.length() / 4);
        return keys.stream()
                .min(Comparator.comparingInt(known -> edits(known, key)))
                .filter(known -> edits(known, key) <= limit);
    }

    /** Returns how many characters must be inserted, deleted or replaced to turn one text into the other. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
