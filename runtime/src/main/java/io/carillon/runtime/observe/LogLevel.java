package io.carillon.runtime.observe;

import java.util.logging.Level;

/** How much the log tells. */
public enum LogLevel {
    /** Only what a person must act on. */
    ERROR,
    /** Also what is degraded and heals. */
    WARN,
    /** Also changes of state: ownership, drain, start. */
    INFO,
    /** Also single connections. */
    DEBUG,
    /** Also the steps of our own code, and what libraries tell at INFO. */
    TRACE;

    /** Returns from which level on our own code is shown. */
    Level ours() {
        return switch (this) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINER;
        };
    }

    /** Returns from which level on libraries are shown, which tell at INFO what interests only themselves. */
    Level libraries() {
        return switch (this) {
            case ERROR -> Level.SEVERE;
            case WARN, INFO, DEBUG -> Level.WARNING;
            case TRACE -> Level.INFO;
        };
    }
}
