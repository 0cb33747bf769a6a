package io.carillon.runtime.config;

import java.util.regex.Pattern;

/**
 * A key with the value that is in effect for it.
 *
 * @param key dotted, in lower case
 * @param value as it was written, or the default as it would be written
 * @param origin which layer the value came from
 */
public record Setting(String key, String value, Origin origin) {

    private static final Pattern SECRET = Pattern.compile("password|passphrase|secret|credential|jaas|token$");

    /** Returns the value, or asterisks if the key says that it is a secret: it must not get into logs. */
    public String shownValue() {
        return SECRET.matcher(key).find() && !value.isEmpty() ? "****" : value;
    }

    @Override
    public String toString() {
        return key + " = " + shownValue() + " (" + origin + ")";
    }
}
