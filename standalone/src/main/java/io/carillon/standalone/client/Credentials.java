package io.carillon.standalone.client;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a client shows with each request.
 *
 * @param token a token, if it has one
 */
record Credentials(Optional<String> token) {

    /** Adds the header to a request. */
    void addTo(BiConsumer<String, String> headers) {
        token.ifPresent(text -> headers.accept("Authorization", "Bearer " + text));
    }
}
