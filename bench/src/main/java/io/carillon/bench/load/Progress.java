package io.carillon.bench.load;

import java.io.PrintStream;
import java.util.function.Supplier;

/** One line that says how far a measurement is, written over again and again where there is a terminal. */
public final class Progress {

    private static final long EVERY_NANOS = 500_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private long shownNanos = System.nanoTime();
    private int width;

    /**
     * Makes a progress line.
     *
     * @param terminal whether the line can be written over; otherwise nothing is shown but complaints
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Returns a progress line that is never shown, for what is measured beside something else. */
    public static Progress silent() {
        return new Progress(System.out, false);
    }

    void show(Supplier<String> words) {
        long now = System.nanoTime();
        if (terminal && now - shownNanos >= EVERY_NANOS) {
            shownNanos = now;
            String line = words.get();
            width = Math.max(width, line.length());
            out.print('\r' + line + " ".repeat(width - line.length()));
            out.flush();
        }
    }

    void done() {
        if (width > 0) {
            out.print('\r' + " ".repeat(width) + '\r');
            out.flush();
            width = 0;
        }
    }

    void complain(String what) {
        out.println("  note: " + what);
    }
}
