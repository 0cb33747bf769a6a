package io.carillon.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * What came of subscribers that read a whole channel back.
 *
 * @param messages how many messages all of them heard
 * @param bytes how many bytes all of them read
 * @param time from the first connect to the last message
 * @param cpu what the server used meanwhile
 */
public record CatchUp(long messages, long bytes, Duration time, Duration cpu) {

    private static final Duration PATIENCE = Duration.ofMinutes(9);
    private static final double MEGABYTE = 1e6;

    /**
     * Lets subscribers read a channel from its beginning, as fast as they can.
     *
     * @param channel number of the channel
     * @param count how many messages it has
     */
    public static CatchUp measure(Target target, int sessions, int channel, long count)
            throws IOException, InterruptedException, TimeoutException {
        var process = new ServerProcess(target.pid());
        Duration before = process.cpu();
        long began = System.nanoTime();
        try (var crowd = ReplayCrowd.start(target, sessions, channel, "earliest", ReplayCrowd.AS_FAST_AS_POSSIBLE)) {
            crowd.awaitMessages(count * sessions, PATIENCE);
            var time = Duration.ofNanos(System.nanoTime() - began);
            return new CatchUp(
                    crowd.messages(), crowd.bytes(), time, process.cpu().minus(before));
        }
    }

    /** Returns how long it took, in seconds. */
    public double seconds() {
        return time.toNanos() / 1e9;
    }

    /** Returns messages for each second of the server's CPU time. */
    public double messagesPerCpuSecond() {
        return messages / cpuSeconds();
    }

    /** Returns megabytes for each second of the server's CPU time. */
    public double megabytesPerCpuSecond() {
        return bytes / MEGABYTE / cpuSeconds();
    }

    private double cpuSeconds() {
        return cpu.toNanos() / 1e9;
    }

    /** Says it in a line. */
    public String inWords() {
        return String.format(
                "%,d messages in %.2f s: %,.0f/s, %.1f MB/s; for each core-second %,.0f messages, %.1f MB",
                messages,
                seconds(),
                messages / seconds(),
                bytes / MEGABYTE / seconds(),
                messagesPerCpuSecond(),
                megabytesPerCpuSecond());
    }
}
