package io.carillon.fanout.rpc;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the threads that a call has, Helidon's and the writers of links; they are virtual, so only a dump shows them. */
final class CallThreads {

    private static final String OF_HELIDON = "Http2ServerStream.run(";
    private static final String OF_LINKS = "rpc.Link.write(";

    private CallThreads() {}

    static long count(Path folder) {
        try {
            Path dump = folder.resolve("threads-" + System.nanoTime() + ".txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.contains(OF_HELIDON) || line.contains(OF_LINKS))
                        .count();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
