package io.carillon.runtime.lifecycle;

/** Tells which part kept a service from starting; the cause tells why. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }

    StartException(String message) {
        super(message);
    }
}
