package io.carillon.core.log;

import java.io.IOException;
import java.io.Serial;

/** The log did not answer in time. It may do so later: the caller tries again, or says to its own caller that it may. */
public final class LogUnavailableException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LogUnavailableException(String message) {
        super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
