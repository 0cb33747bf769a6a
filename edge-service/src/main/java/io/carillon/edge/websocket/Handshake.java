package io.carillon.edge.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.carillon.core.error.ErrorCode;
import io.carillon.runtime.http.OriginRule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges requests to open a WebSocket (RFC 6455, section 4.2). Immutable: one judge serves all connections.
 *
 * <p>Offered extensions are left unanswered, which declines them. An extension such as {@code permessage-deflate} would
 * be chosen here and told in {@link HandshakeOutcome.Accepted}.
 */
public final class Handshake {

    /** The one version of the protocol that is spoken. */
    private static final String VERSION = "13";

    /** 16 bytes in base 64: 22 characters and the padding. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    /** Fixed by the RFC: shows that the answer comes from somebody who speaks WebSocket. */
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final OriginRule origins;
    private final List<String> subprotocols;

    /**
     * Makes a judge.
     *
     * @param origins which web pages may connect
     * @param subprotocols those spoken here; a client's first offer among them is chosen
     */
    public Handshake(OriginRule origins, List<String> subprotocols) {
        this.origins = origins;
        this.subprotocols = List.copyOf(subprotocols);
    }

    /**
     * Judges a request.
     *
     * @param method the request's method
     * @param httpVersion the request's version of HTTP, such as {@code 1.1}
     * @param headers the request's headers
     */
    public HandshakeOutcome judge(String method, String httpVersion, RequestHeaders headers) {
        if (!method.equals("GET")) {
            return new HandshakeOutcome.Refused(
                    ErrorCode.METHOD_NOT_ALLOWED, Map.of("Allow", "GET"), "method: " + method + " (expected: GET)");
        }
        if (!httpVersion.equals("1.1")) {
            return malformed("HTTP version: " + httpVersion + " (expected: 1.1)");
        }
        if (!hasToken(headers.values("Upgrade"), "websocket")) {
            return new HandshakeOutcome.Refused(
                    ErrorCode.UPGRADE_REQUIRED,
                    Map.of("Upgrade", "websocket", "Connection", "Upgrade"),
                    "Upgrade: " + shown(headers, "Upgrade") + " (expected: websocket)");
        }
        if (!hasToken(headers.values("Connection"), "upgrade")) {
            return malformed("Connection: " + shown(headers, "Connection") + " (expected: Upgrade)");
        }
        if (!VERSION.equals(single(headers, "Sec-WebSocket-Version"))) {
            return new HandshakeOutcome.Refused(
                    ErrorCode.UPGRADE_REQUIRED,
                    Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", VERSION),
                    "Sec-WebSocket-Version: " + shown(headers, "Sec-WebSocket-Version") + " (expected: 13)");
        }
        String key = single(headers, "Sec-WebSocket-Key");
        if (key == null || !KEY.matcher(key).matches()) {
            return malformed("Sec-WebSocket-Key: not 16 bytes in base 64 (expected: exactly that, once)");
        }
        if (!origins.allows(headers.values("Origin"), headers.values("Host"))) {
            return new HandshakeOutcome.Refused(
                    ErrorCode.FORBIDDEN,
                    Map.of(),
                    "Origin: " + shown(headers, "Origin") + " (expected: one that may connect here)");
        }
        return new HandshakeOutcome.Accepted(acceptKey(key), choose(headers).orElse(null));
    }

    private static HandshakeOutcome malformed(String reason) {
        return new HandshakeOutcome.Refused(ErrorCode.MALFORMED_REQUEST, Map.of(), reason);
    }

    private static @Nullable String single(RequestHeaders headers, String name) {
        List<String> values = headers.values(name);
        return values.size() == 1 ? values.getFirst().strip() : null;
    }

    private static String shown(RequestHeaders headers, String name) {
        List<String> values = headers.values(name);
        return values.isEmpty() ? "absent" : String.join(", ", values);
    }

    private static boolean hasToken(List<String> values, String token) {
        return tokens(values).anyMatch(token::equalsIgnoreCase);
    }

    private static Stream<String> tokens(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip);
    }

    private Optional<String> choose(RequestHeaders headers) {
        return tokens(headers.values("Sec-WebSocket-Protocol"))
                .filter(subprotocols::contains)
                .findFirst();
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
