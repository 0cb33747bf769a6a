package io.carillon.testkit.client;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Plain requests for tests to which the wire does not matter: one connection each, closed after the response. */
public final class Http {

    private Http() {}

    /** Sends a GET. */
    public static HttpReply get(URI uri) {
        return get(Dial.to(uri));
    }

    /** Sends a GET with the dial's headers. */
    public static HttpReply get(Dial dial) {
        return send("GET", dial, Bytes.NONE);
    }

    /** Sends a POST with a body of JSON. */
    public static HttpReply postJson(URI uri, String json) {
        return post(Dial.to(uri), "application/json", json);
    }

    /** Sends a POST with the dial's headers and a text as its body. */
    public static HttpReply post(Dial dial, String contentType, String body) {
        return send("POST", dial.header("Content-Type", contentType), Bytes.of(body));
    }

    /** Sends any request; a body that is not empty is announced by its length. */
    public static HttpReply send(String method, Dial dial, Bytes body) {
        boolean announced = body.size() > 0 || method.equals("POST") || method.equals("PUT");
        String length = announced ? "Content-Length: " + body.size() + "\r\n" : "";
        String head = dial.requestHead(method) + "Connection: close\r\n" + length + dial.headers() + "\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body.array());
        try (RawHttp raw = RawHttp.connect(dial)) {
            return raw.send(request.toByteArray()).read(dial.patience());
        }
    }
}
