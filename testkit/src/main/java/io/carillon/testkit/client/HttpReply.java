package io.carillon.testkit.client;

/**
 * A whole response.
 *
 * @param head status and headers
 * @param body the body, freed from its transfer encoding
 */
public record HttpReply(HttpHead head, Bytes body) {

    /** Returns the status code. */
    public int status() {
        return head.status();
    }

    /** Returns the first value of a header, or an empty text if there is none. */
    public String header(String name) {
        return head.headers().first(name).orElse("");
    }

    /** Returns the header lines. */
    public HttpHeaders headers() {
        return head.headers();
    }

    /** Returns the body read as UTF-8. */
    public String text() {
        return body.utf8();
    }
}
