package io.carillon.testkit.client;

import java.io.IOException;

/** The server sent what its protocol forbids. */
final class BrokenProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenProtocolException(String message) {
        super(message);
    }
}
