package io.carillon.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads arrays of strings. */
public final class JsonStrings {

    private JsonStrings() {}

    /**
     * Returns the texts that an array's strings stand for.
     *
     * @param json one well-formed JSON value
     * @return the texts, or empty if the value is not an array of strings, each of which stands for a text
     */
    public static Optional<List<String>> decode(byte[] json) {
        var scanner = new JsonScanner(json, 0, json.length, Json.DEPTH_LIMIT);
        scanner.skipSpace();
        if (scanner.peek() != '[') {
            return Optional.empty();
        }
        scanner.open(false);
        scanner.skipSpace();
        List<String> texts = new ArrayList<>();
        while (scanner.peek() != ']') {
            if (!texts.isEmpty()) {
                scanner.take(',');
                scanner.skipSpace();
            }
            if (scanner.peek() != '"') {
                return Optional.empty();
            }
            int from = scanner.at();
            scanner.value();
            Optional<String> text = JsonString.decode(json, from, scanner.at());
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add(text.get());
            scanner.skipSpace();
        }
        return Optional.of(texts);
    }
}
