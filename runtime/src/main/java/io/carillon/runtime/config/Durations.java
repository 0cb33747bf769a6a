package io.carillon.runtime.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as configuration writes them: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h} or ISO 8601. */
final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,15}) ?(ms|s|m|h)");
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** Returns the duration, or nothing if the text is none or is finer than a millisecond. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        try {
            if (matcher.matches()) {
                return Optional.of(Duration.ofMillis(
                        Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2)))));
            }
            Duration iso = Duration.parse(text);
            return iso.equals(iso.truncatedTo(ChronoUnit.MILLIS)) ? Optional.of(iso) : Optional.empty();
        } catch (ArithmeticException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Returns the short form in the largest unit that needs no fraction. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % HOUR == 0) {
            return millis / HOUR + "h";
        }
        if (millis % MINUTE == 0) {
            return millis / MINUTE + "m";
        }
        return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
    }

    private static long unit(String name) {
        return switch (name) {
            case "h" -> HOUR;
            case "m" -> MINUTE;
            case "s" -> SECOND;
            default -> 1;
        };
    }
}
