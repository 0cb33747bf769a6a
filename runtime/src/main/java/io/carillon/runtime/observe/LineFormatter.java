package io.carillon.runtime.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Time in UTC, level, short name of the logger, message; a stack trace follows, indented.
 *
 * <p>Control characters of a message are escaped: what comes from a client must not be able to look like a line of ours.
 */
final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final String OURS = "io.carillon.";
    private static final String INDENT = "    ";

    @Override
    public String format(LogRecord line) {
        var text = new StringBuilder(160);
        TIME.formatTo(line.getInstant(), text);
        text.append(' ')
                .append(level(line.getLevel()))
                .append(' ')
                .append(logger(line.getLoggerName()))
                .append(": ");
        appendEscaped(text, formatMessage(line));
        text.append('\n');
        Throwable thrown = line.getThrown();
        if (thrown != null) {
            appendTrace(text, thrown);
        }
        return text.toString();
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String logger(@Nullable String name) {
        if (name == null) {
            return "root";
        }
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name.substring(name.lastIndexOf('.') + 1);
    }

    private static void appendEscaped(StringBuilder text, @Nullable String message) {
        if (message == null) {
            text.append("null");
            return;
        }
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append(c);
                default -> {
                    if (Character.isISOControl(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }

    private static void appendTrace(StringBuilder text, Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        // Indented line by line, since an exception's message may have lines of its own.
        trace.toString().lines().forEach(line -> {
            text.append(INDENT);
            appendEscaped(text, line);
            text.append('\n');
        });
    }
}
