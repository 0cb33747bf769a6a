package io.carillon.testkit.client;

/**
 * The head of a response.
 *
 * @param version such as {@code HTTP/1.1}
 * @param status the status code
 * @param phrase the words behind the status, empty if there are none
 * @param headers the header lines
 */
public record HttpHead(String version, int status, String phrase, HttpHeaders headers) {

    /** Returns whether the body comes in chunks. */
    boolean isChunked() {
        return headers.first("Transfer-Encoding")
                .filter(coding -> coding.equalsIgnoreCase("chunked"))
                .isPresent();
    }

    /** Returns whether such a response never has a body, whatever its headers say. */
    boolean isBodiless() {
        return status < 200 || status == 204 || status == 304;
    }
}
