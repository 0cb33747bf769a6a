package io.carillon.runtime.observe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a health check found.
 *
 * @param up whether all is well
 * @param details what an operator wants to know about it, by name, in the order to be shown
 */
public record Verdict(boolean up, Map<String, Object> details) {

    public Verdict {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Returns that all is well. */
    public static Verdict good() {
        return new Verdict(true, Map.of());
    }

    /** Returns that something is wrong, and what. */
    public static Verdict bad(String reason) {
        return new Verdict(false, Map.of("reason", reason));
    }

    /** Returns that all is well if a condition holds; the reason is for when it does not. */
    public static Verdict of(boolean holds, String reason) {
        return holds ? good() : bad(reason);
    }

    /** Returns this verdict with one detail more: text, a number or a truth value. */
    public Verdict with(String name, Object value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Verdict(up, more);
    }
}
