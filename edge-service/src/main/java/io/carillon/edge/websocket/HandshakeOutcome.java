package io.carillon.edge.websocket;

import io.carillon.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a request to open a WebSocket. */
public sealed interface HandshakeOutcome {

    /**
     * The request is answered 101, and the connection speaks WebSocket from the next byte on.
     *
     * @param acceptKey value of {@code Sec-WebSocket-Accept}
     * @param chosen the subprotocol, null if none of those offered is spoken here
     */
    record Accepted(String acceptKey, @Nullable String chosen) implements HandshakeOutcome {

        /** Returns the subprotocol, or empty if none was agreed on. */
        public Optional<String> subprotocol() {
            return Optional.ofNullable(chosen);
        }

        /** Returns the headers of the answer, by name, in the order to write them. */
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Upgrade", "websocket");
            headers.put("Connection", "Upgrade");
            headers.put("Sec-WebSocket-Accept", acceptKey);
            if (chosen != null) {
                headers.put("Sec-WebSocket-Protocol", chosen);
            }
            return headers;
        }

        /** Returns the whole head of the answer, as it goes out. */
        public byte[] head() {
            var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
            headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * The request is answered with an error and stays HTTP.
     *
     * @param code gives the status and the problem document's code
     * @param headers headers of the answer that this refusal calls for, by name
     * @param reason the value and the expectation, for the client
     */
    record Refused(ErrorCode code, Map<String, String> headers, String reason) implements HandshakeOutcome {
        public Refused {
            headers = Map.copyOf(headers);
        }

        /** Returns the HTTP status of the answer. */
        public int status() {
            return code.status();
        }
    }
}
