package io.carillon.standalone.relay;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request, as far as a relay has to understand it.
 *
 * @param path of the target, without query
 * @param text the head to pass on, up to and with the empty line; it ends the connection with the answer, unless it asks
 *     for another protocol
 */
record RequestHead(String path, String text) {

    private static final String END = "\r\n\r\n";

    /** Returns where the head ends in bytes read so far, or -1 if it does not yet. */
    static int end(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Reads a head that is complete, or returns empty if it is none. */
    static Optional<RequestHead> parse(byte[] bytes, int end) {
        // Byte by byte, so that what is passed on is what came in.
        String head = new String(bytes, 0, end - END.length(), StandardCharsets.ISO_8859_1);
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !request[1].startsWith("/") || !request[2].startsWith("HTTP/1.")) {
            return Optional.empty();
        }
        var text = new StringBuilder(head.length() + 32).append(lines[0]).append("\r\n");
        boolean upgrades = false;
        for (int i = 1; i < lines.length; i++) {
            String name =
                    lines[i].substring(0, Math.max(0, lines[i].indexOf(':'))).toLowerCase(Locale.ROOT);
            switch (name) {
                case "connection" ->
                    upgrades |= lines[i].toLowerCase(Locale.ROOT).contains("upgrade");
                case "keep-alive", "proxy-connection" -> {}
                default -> text.append(lines[i]).append("\r\n");
            }
        }
        text.append(upgrades ? "Connection: Upgrade" : "Connection: close").append(END);
        int query = request[1].indexOf('?');
        return Optional.of(new RequestHead(query < 0 ? request[1] : request[1].substring(0, query), text.toString()));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns whether an answer other than 200 would make a browser's EventSource give up for good. */
    boolean isForEventSource() {
        return path.startsWith("/sse/");
    }
}
