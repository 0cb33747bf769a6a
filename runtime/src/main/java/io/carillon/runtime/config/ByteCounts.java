package io.carillon.runtime.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of bytes as configuration writes them: {@code 262144}, {@code 256KiB}, {@code 1MiB}, {@code 2GiB}. */
final class ByteCounts {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    private ByteCounts() {}

    /** Returns the count; nothing for {@code 1MB} and the like, since people disagree on what that is. */
    static Optional<Long> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2))));
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** Returns the count in the largest unit that needs no fraction. */
    static String format(long bytes) {
        if (bytes == 0 || bytes % KIB != 0) {
            return Long.toString(bytes);
        }
        if (bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        return bytes % MIB == 0 ? bytes / MIB + "MiB" : bytes / KIB + "KiB";
    }

    private static long unit(@Nullable String name) {
        if (name == null) {
            return 1;
        }
        return switch (name.charAt(0)) {
            case 'k', 'K' -> KIB;
            case 'm', 'M' -> MIB;
            case 'g', 'G' -> GIB;
            default -> 1;
        };
    }
}
