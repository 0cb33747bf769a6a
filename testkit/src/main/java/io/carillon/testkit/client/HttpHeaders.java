package io.carillon.testkit.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Header lines in their order; names are found in any case of letters.
 *
 * @param lines the lines as they were, without line ends
 */
public record HttpHeaders(List<Line> lines) {

    /** No headers. */
    public static final HttpHeaders NONE = new HttpHeaders(List.of());

    /** One line of a head, its value without the white space around it. */
    public record Line(String name, String value) {}

    public HttpHeaders {
        lines = List.copyOf(lines);
    }

    /** Returns these headers and one more line. */
    public HttpHeaders with(String name, String value) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(name, value));
        return new HttpHeaders(more);
    }

    /** Returns whether there is a line with this name. */
    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Returns the first value of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Returns all values of this name. */
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    /** Returns the lines as they stand in a head, each with its line end. */
    @Override
    public String toString() {
        return lines.stream()
                .map(line -> line.name() + ": " + line.value() + "\r\n")
                .collect(Collectors.joining());
    }
}
