package io.carillon.fanout.rpc;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the threads on which Helidon runs gRPC calls; they are virtual, so only a dump shows them. */
final class CallThreads {

    private static final String FRAME = "Http2ServerStream.run(";

    private CallThreads() {}

    static long count(Path folder) {
        try {
            Path dump = folder.resolve("threads-" + System.nanoTime() + ".txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.contains(FRAME)).count();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
