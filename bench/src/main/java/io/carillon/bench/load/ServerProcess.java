package io.carillon.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the measured process has used so far, as the operating system counts it. */
final class ServerProcess {

    private final long pid;

    ServerProcess(long pid) {
        this.pid = pid;
    }

    /** Returns its CPU time, user and system, of all threads; zero if it is not to be had. */
    Duration cpu() {
        return pid == 0
                ? Duration.ZERO
                : ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO);
    }

    /** Returns its resident memory in bytes, 0 if it is not to be had. */
    long residentBytes() {
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
