package io.carillon.standalone.client;

import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Turns the lines of an event stream into events, by the rules of the HTML standard; for one stream. */
final class SseParser {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private String id = "";
    private String name = "";
    private StringJoiner data = new StringJoiner("\n");
    private boolean hasData;

    /** Takes a line, without its end; returns what it completes. */
    Optional<Heard> take(String line) {
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String rest = colon < 0 ? "" : line.substring(colon + 1);
        String value = rest.startsWith(" ") ? rest.substring(1) : rest;
        switch (field) {
            case "event" -> name = value;
            case "data" -> {
                data.add(value);
                hasData = true;
            }
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> {
                if (DIGITS.matcher(value).matches()) {
                    return Optional.of(new Heard.RetryAdvice(Duration.ofMillis(Long.parseLong(value))));
                }
            }
            default -> {
                // The standard says to ignore comments, whose field is empty, and fields of the future.
            }
        }
        return Optional.empty();
    }

    private Optional<Heard> dispatch() {
        Optional<Heard> event = hasData
                ? Optional.of(new Heard.Event(name.isEmpty() ? "message" : name, data.toString(), id))
                : Optional.empty();
        name = "";
        data = new StringJoiner("\n");
        hasData = false;
        return event;
    }
}
