package io.carillon.e2e.clients;

import io.carillon.e2e.system.Heard;
import java.util.List;

/**
 * What a client tells, in the order in which it happened.
 *
 * @param lines each {@code open}, {@code lost WHY}, {@code dead WHY} for one that does not come back, or
 *     {@code EVENT ID DATA}
 */
public record Story(List<String> lines) {

    private static final List<String> EVENTS = List.of("heartbeat", "ping", "message", "gap", "reconnect");

    public Story {
        lines = List.copyOf(lines);
    }

    /** Returns how many connections were opened: for an event stream, answered with 200. */
    public long openings() {
        return lines.stream().filter("open"::equals).count();
    }

    /** Returns how many attempts and connections have failed. */
    public long losses() {
        return lines.stream().filter(line -> line.startsWith("lost")).count();
    }

    /** Returns why the client has given up, nothing if it has not. */
    public List<String> deaths() {
        return lines.stream().filter(line -> line.startsWith("dead")).toList();
    }

    /** Returns the events; when they came is not told. */
    public List<Heard> heard() {
        return lines.stream()
                .map(line -> line.split(" ", 3))
                .filter(parts -> parts.length == 3 && EVENTS.contains(parts[0]))
                .map(parts -> new Heard(parts[0], parts[2], parts[1], 0))
                .toList();
    }

    /** Returns the last lines, for people. */
    @Override
    public String toString() {
        return openings() + " openings, " + losses() + " losses, " + heard().size() + " events; at last "
                + lines.subList(Math.max(0, lines.size() - 3), lines.size());
    }
}
