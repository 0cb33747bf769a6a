package io.carillon.runtime.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in {@code Host} (RFC 9110, section 7.2): a name or an address, and a port. Whoever routes or caches by this
 * field, before us or behind, must not find something there that it reads in another way than we do.
 */
final class HostField {

    private static final Pattern FORM =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._~!$&'()*+,;=%-]{1,255})(?::([0-9]{0,5}))?");

    private static final int MAX_PORT = 65_535;

    private HostField() {}

    /** Returns whether a value is one. */
    static boolean isWellFormed(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group(1);
        return port == null || port.isEmpty() || Integer.parseInt(port) <= MAX_PORT;
    }
}
