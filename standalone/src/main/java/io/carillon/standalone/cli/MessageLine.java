package io.carillon.standalone.cli;

import io.carillon.core.json.JsonString;
import java.nio.charset.StandardCharsets;

/**
 * How a message is printed. Neither ids nor channels contain tabs, and JSON on one line none that is not escaped, so the
 * parts of a line can be told apart.
 *
 * @param ids whether the id comes first
 * @param raw whether the message stands alone, text without quotes and escapes
 */
record MessageLine(boolean ids, boolean raw) {

    String of(String id, String channel, String json) {
        String message = raw ? text(json) : channel + '\t' + json;
        return ids ? id + '\t' + message : message;
    }

    private static String text(String json) {
        if (!json.startsWith("\"")) {
            return json;
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return JsonString.decode(bytes, 0, bytes.length).orElse(json);
    }
}
