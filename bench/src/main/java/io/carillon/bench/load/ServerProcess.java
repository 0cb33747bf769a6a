package io.carillon.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the measured process has used so far, as the operating system counts it. */
public final class ServerProcess {

    /** How the kernel knows the shards' threads, of whose names it keeps 15 bytes. */
    private static final String DELIVERING = "carillon-shard-";

    /** Where a thread's user time stands behind its name, in ticks; system time is next. */
    private static final int USER_TIME = 11;

    private static final long MILLIS_PER_TICK = 10;

    private final long pid;

    /** Looks at a process; without one, at 0, everything is zero. */
    public ServerProcess(long pid) {
        this.pid = pid;
    }

    /** Returns its CPU time, user and system, of all threads; zero if it is not to be had. */
    public Duration cpu() {
        return pid == 0
                ? Duration.ZERO
                : ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO);
    }

    /** Returns the CPU time of those of its threads that deliver, zero if they are not to be told from the others. */
    Duration deliveryCpu() {
        long ticks = 0;
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (pid != 0 && Files.isDirectory(tasks)) {
            try (var threads = Files.newDirectoryStream(tasks)) {
                for (Path thread : threads) {
                    ticks += ticks(thread);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    private static long ticks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            if (!stat.contains("(" + DELIVERING)) {
                return 0;
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        } catch (IOException _) {
            // The thread has ended meanwhile.
            return 0;
        }
    }

    /** Returns its resident memory in bytes, 0 if it is not to be had. */
    public long residentBytes() {
        Path status = Path.of("/proc/" + pid + "/status");
        if (pid == 0 || !Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
