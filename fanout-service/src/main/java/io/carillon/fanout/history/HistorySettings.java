package io.carillon.fanout.history;

/**
 * Bounds of reading the past.
 *
 * @param reads most reads of the log under way at a time, from 1 to 16
 * @param readers most readers of one partition that a scan serves at a time; the others wait for their turn, from 1
 * @param scanBytes how much of the log is searched for one reader before it is answered with what was found, from 1
 * @param lastBytes how much of the log is searched backwards for the last publications of channels, from 1
 * @param indexBytes memory of the index of channels in the log, from 0
 */
public record HistorySettings(int reads, int readers, int scanBytes, int lastBytes, long indexBytes) {

    /** Most reads at a time, since each has a consumer of its own. */
    public static final int MAX_READS = 16;

    /** 8 reads at a time, 256 readers in a scan, 8 MiB searched for each, 16 MiB backwards, 32 MiB of index. */
    public static final HistorySettings DEFAULT = new HistorySettings(8, 256, 8 << 20, 16 << 20, 32 << 20);

    public HistorySettings {
        if (reads < 1 || reads > MAX_READS || readers < 1 || scanBytes < 1 || lastBytes < 1 || indexBytes < 0) {
            throw new IllegalArgumentException("history settings out of range: reads " + reads + ", readers " + readers
                    + ", scanBytes " + scanBytes + ", lastBytes " + lastBytes + ", indexBytes " + indexBytes);
        }
    }
}
