package io.carillon.runtime.http;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An error as RFC 9457 has it, with our stable {@code code}, and with the text in {@code error} as well, which is where
 * the clients of Push look for it.
 *
 * @param code what went wrong; also decides the status, and whether {@code Retry-After} is sent
 * @param detail what went wrong this time, in words for the client; must not reveal internals
 */
public record ProblemDocument(ErrorCode code, String detail) {

    /** The media type of the document. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** How long a client should wait before it tries again, in seconds. Short, since most such trouble is. */
    static final int RETRY_AFTER_SECONDS = 1;

    private static final Header CONTENT_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MEDIA_TYPE);
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header RETRY_AFTER =
            HeaderValues.createCached(HeaderNames.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));

    /** Returns the problem with nothing to add to its title. */
    public static ProblemDocument of(ErrorCode code) {
        return new ProblemDocument(code, code.title());
    }

    /** Returns the document's text, on one line, so that it may be a line of a batch's answer too. */
    public String json() {
        var json = new StringBuilder(256);
        json.append("{\"type\":\"about:blank\",\"title\":");
        JsonString.appendQuoted(json, code.title());
        json.append(",\"status\":").append(code.status()).append(",\"detail\":");
        JsonString.appendQuoted(json, detail);
        json.append(",\"code\":\"").append(code.slug()).append("\",\"error\":");
        JsonString.appendQuoted(json, detail);
        return json.append('}').toString();
    }

    /** Returns the status that carries the document. */
    public Status status() {
        return Status.create(code.status());
    }

    /** Answers a request with the document. Headers that were set before are sent along. */
    public void send(ServerResponse response) {
        response.status(status());
        headers().forEach(response::header);
        response.send(bytes());
    }

    /** Returns the headers that go with the document. */
    List<Header> headers() {
        return code.retry() == ErrorCode.Retry.LATER
                ? List.of(CONTENT_TYPE, NO_STORE, RETRY_AFTER)
                : List.of(CONTENT_TYPE, NO_STORE);
    }

    byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a whole HTTP/1.1 answer that ends the connection, for when there is no request to answer through. */
    byte[] rawAnswer() {
        byte[] body = bytes();
        var head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status().text()).append("\r\n");
        for (Header header : headers()) {
            head.append(header.name()).append(": ").append(header.get()).append("\r\n");
        }
        head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        return head.append(json()).toString().getBytes(StandardCharsets.UTF_8);
    }
}
