package io.carillon.runtime.observe;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to a stream, to the very end of the process.
 *
 * <p>The JDK's log manager has a shutdown hook that closes all handlers and resets all levels, while our own hook is
 * still draining. So this handler puts itself back when it is closed, and does not rely on the levels of loggers.
 */
final class DrainSafeHandler extends Handler {

    private final Logger root;
    private final PrintStream out;

    /** Held here, since the log manager forgets loggers, and their levels, that nobody else refers to. */
    private final List<Logger> libraries;

    private volatile Level libraryLevel = Level.WARNING;

    DrainSafeHandler(Logger root, PrintStream out, List<Logger> libraries) {
        this.root = root;
        this.out = out;
        this.libraries = List.copyOf(libraries);
        setFormatter(new LineFormatter());
    }

    /** Changes which records are shown. */
    void level(LogLevel level) {
        setLevel(level.ours());
        libraryLevel = level.libraries();
        root.setLevel(level.ours());
        // Told to the loggers as well, so that a library does not even format what would not be shown.
        libraries.forEach(logger -> logger.setLevel(libraryLevel));
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        return super.isLoggable(line)
                && (line.getLevel().intValue() >= libraryLevel.intValue() || !isLibrary(line.getLoggerName()));
    }

    private boolean isLibrary(@Nullable String logger) {
        return logger != null
                && libraries.stream()
                        .map(Logger::getName)
                        .anyMatch(prefix -> logger.startsWith(prefix)
                                && (logger.length() == prefix.length() || logger.charAt(prefix.length()) == '.'));
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        try {
            // One call per record, which the stream does not mix with others.
            out.print(getFormatter().format(line));
        } catch (RuntimeException e) {
            reportError(null, e, ErrorManager.FORMAT_FAILURE);
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
        root.addHandler(this);
    }
}
