package io.carillon.standalone.cli;

/** Ends a command with one message and the code for failures; never a fault in our code. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
