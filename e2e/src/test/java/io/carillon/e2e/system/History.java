package io.carillon.e2e.system;

import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of a channel's past, taken from exactly the promised bytes; messages have to be numbers.
 *
 * @param gap the gap as it was told, if it was
 */
public record History(List<Message> messages, String next, boolean more, Optional<String> gap) {

    private static final Pattern MESSAGE = Pattern.compile(
            "\\{\"id\":\"([^\"]+)\",\"channel\":\"([^\"]+)\",\"message\":([0-9]+),\"time\":\"([^\"]+)\"},?");
    private static final Pattern PAGE = Pattern.compile("\\{\"messages\":\\[((?:" + MESSAGE
            + ")*)],\"next\":\"([^\"]+)\"," + "\"more\":(true|false)(?:,\"gap\":(\\{[^}]+}))?}");

    /** One message of a page. */
    public record Message(String id, String channel, int number, String time) {}

    /** Reads the page of an answer. */
    public static History of(HttpReply reply) {
        Matcher page = PAGE.matcher(reply.text());
        if (reply.status() != 200 || !reply.header("Content-Type").equals("application/json") || !page.matches()) {
            throw new AssertionError("answer: " + reply + " (expected: 200 with " + PAGE + ")");
        }
        List<Message> messages = new ArrayList<>();
        Matcher message = MESSAGE.matcher(page.group(1));
        while (message.find()) {
            messages.add(new Message(
                    message.group(1), message.group(2), Integer.parseInt(message.group(3)), message.group(4)));
        }
        int last = page.groupCount();
        return new History(
                messages,
                page.group(last - 2),
                page.group(last - 1).equals("true"),
                Optional.ofNullable(page.group(last)));
    }

    /**
     * Asks for one page after the other until there is no more.
     *
     * @param since where to begin
     * @param uri where the page is that begins at a place
     */
    public static List<History> toTheEnd(String since, Function<String, URI> uri) {
        List<History> pages = new ArrayList<>();
        String place = since;
        do {
            pages.add(of(Http.get(uri.apply(place))));
            place = pages.getLast().next();
        } while (pages.getLast().more());
        return pages;
    }

    /** Returns the numbers of its messages. */
    public List<Integer> numbers() {
        return messages.stream().map(Message::number).toList();
    }
}
