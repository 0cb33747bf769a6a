package io.carillon.fanout.kafka;

import io.carillon.core.time.Ticker;
import java.time.Duration;

/**
 * Says once when reading gets into trouble, and once when it is over, however often it is tried meanwhile.
 *
 * <p>Belongs to the live reader's thread.
 */
final class ReadingTrouble {

    private static final System.Logger LOGGER = System.getLogger(LiveReader.class.getName());

    /**
     * Idle brokers answer a fetch every half second, that much time without an answer is trouble, and that much time without
     * trouble is its end.
     */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Ticker ticker;
    private final FetchClock fetches;
    private boolean troubled;
    private long lastTroubleNanos;

    ReadingTrouble(Ticker ticker, FetchClock fetches) {
        this.ticker = ticker;
        this.fetches = fetches;
    }

    /** Takes note of a failure. */
    void failed(RuntimeException cause) {
        if (begins()) {
            LOGGER.log(System.Logger.Level.WARNING, "reading failed; keeps trying", cause);
        }
    }

    /** Looks whether the brokers have fallen silent, or answer again. */
    void look() {
        Duration age = fetches.age();
        if (age.compareTo(LIMIT) > 0) {
            if (begins()) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "log does not answer since={0}ms; keeps trying",
                        Long.toString(age.toMillis()));
            }
        } else if (troubled && ticker.nanos() - lastTroubleNanos > LIMIT.toNanos()) {
            troubled = false;
            LOGGER.log(System.Logger.Level.INFO, "log is read again");
        }
    }

    private boolean begins() {
        boolean begins = !troubled;
        troubled = true;
        lastTroubleNanos = ticker.nanos();
        return begins;
    }
}
