package io.carillon.edge.history;

import java.time.Duration;

/**
 * What holds for pages of the past.
 *
 * @param pageCount messages of a page whose client names no limit, from 1 to {@code limitCount}
 * @param limitCount most messages that a client may ask for at once, from 1 to {@link #OWNER_LIMIT_COUNT}
 * @param limitBytes where a page ends whatever it holds, in bytes as {@code Publication.weight()} counts them; one message is
 *     always allowed
 * @param patience how long a page may take, with all owners that are asked for it
 * @param inFlightLimit most pages that are read for clients at once, from 1; others are answered 503
 */
public record HistorySettings(int pageCount, int limitCount, int limitBytes, Duration patience, int inFlightLimit) {

    /** More than this an owner puts into no page. */
    public static final int OWNER_LIMIT_COUNT = 1_000;

    /** As {@link #OWNER_LIMIT_COUNT}, in bytes. */
    public static final int OWNER_LIMIT_BYTES = 1 << 20;

    /** 100 messages, 1,000 at most, 256 KiB, 10 s, 32 at once. */
    public static final HistorySettings DEFAULT =
            new HistorySettings(100, OWNER_LIMIT_COUNT, 256 << 10, Duration.ofSeconds(10), 32);
}
