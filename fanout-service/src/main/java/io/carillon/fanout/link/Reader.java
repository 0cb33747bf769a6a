package io.carillon.fanout.link;

/**
 * On whose behalf the log is read.
 *
 * @param link the edge's link
 * @param replay number of a replay, or {@link #LIVE} for what the edge follows
 */
public record Reader(String link, long replay) {

    /** In place of a replay's number. */
    public static final long LIVE = -1;

    static Reader live(String link) {
        return new Reader(link, LIVE);
    }

    boolean isLive() {
        return replay == LIVE;
    }
}
