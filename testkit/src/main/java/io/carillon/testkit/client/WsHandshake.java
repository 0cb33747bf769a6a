package io.carillon.testkit.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The opening handshake as a client makes it: what to ask, and whether the answer is right. */
final class WsHandshake {

    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Dial dial;
    private final String key;

    WsHandshake(Dial dial) {
        this.dial = dial;
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        this.key = dial.headers()
                .first("Sec-WebSocket-Key")
                .orElse(Base64.getEncoder().encodeToString(nonce));
    }

    /** Returns the request; a header of the dial takes the place of the one that belongs there. */
    byte[] request() {
        var request = new StringBuilder(dial.requestHead("GET"));
        HttpHeaders.NONE
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Key", key)
                .with("Sec-WebSocket-Version", "13")
                .lines()
                .stream()
                .filter(line -> !dial.headers().has(line.name()))
                .forEach(line -> request.append(line.name())
                        .append(": ")
                        .append(line.value())
                        .append("\r\n"));
        return request.append(dial.headers()).append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Fails unless the head opens the WebSocket. */
    void check(HttpHead head) throws BrokenProtocolException {
        expect("status", String.valueOf(head.status()), "101");
        expect("Upgrade", head.headers().first("Upgrade").orElse(""), "websocket");
        expect("Connection", head.headers().first("Connection").orElse(""), "upgrade");
        String accept = head.headers().first("Sec-WebSocket-Accept").orElse("");
        if (!accept.equals(acceptKey())) {
            throw new BrokenProtocolException("Sec-WebSocket-Accept: " + accept + " (expected: " + acceptKey() + ")");
        }
    }

    private static void expect(String name, String value, String expected) throws BrokenProtocolException {
        if (!value.equalsIgnoreCase(expected)) {
            throw new BrokenProtocolException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    private String acceptKey() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SUFFIX).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
