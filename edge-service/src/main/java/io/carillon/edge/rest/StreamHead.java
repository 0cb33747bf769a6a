package io.carillon.edge.rest;

import io.helidon.http.Header;
import io.helidon.http.ServerResponseHeaders;
import java.nio.charset.StandardCharsets;

/** The head of an answer that goes on as a stream, which we write ourselves. */
public final class StreamHead {

    private StreamHead() {}

    /** Returns a head, given whole, with more headers. */
    public static byte[] with(byte[] head, ServerResponseHeaders headers) {
        return of(new String(head, 0, head.length - 2, StandardCharsets.US_ASCII), headers);
    }

    /**
     * Returns the bytes of a head.
     *
     * @param lines status line and headers, each with its end of line
     * @param headers what was added on the way here, such as by the rules for browsers
     */
    public static byte[] of(String lines, ServerResponseHeaders headers) {
        var head = new StringBuilder(lines);
        for (Header header : headers) {
            for (String value : header.allValues()) {
                head.append(header.name()).append(": ").append(value).append("\r\n");
            }
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
