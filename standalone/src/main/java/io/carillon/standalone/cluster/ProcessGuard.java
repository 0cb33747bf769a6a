package io.carillon.standalone.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no process outlives this one, however it ends: a shell that is told which processes there are, and kills
 * them when the pipe to it closes, which the kernel does even for a process that is killed itself. Safe for use by many threads.
 */
final class ProcessGuard implements AutoCloseable {

    /** Keeps the last line that was not cut short. The signals that end a terminal's processes are for others to obey. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            guarded=
            while read -r line; do guarded=$line; done
            [ -z "$guarded" ] || kill -KILL $guarded 2>/dev/null
            """;

    private @Nullable Process shell;

    /** Begins, guarding nobody yet. */
    synchronized void start() throws IOException {
        shell = new ProcessBuilder("sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Guards these processes and no others.
     *
     * @param processIds each greater than 1, since to the shell others stand for groups of processes, or for all there are
     */
    synchronized void guard(Collection<Long> processIds) {
        if (processIds.stream().anyMatch(pid -> pid <= 1)) {
            throw new IllegalArgumentException("processIds: " + processIds + " (expected: each > 1)");
        }
        Process running = shell;
        if (running != null) {
            String line = processIds.stream().map(String::valueOf).collect(Collectors.joining(" ")) + '\n';
            try {
                OutputStream pipe = running.getOutputStream();
                pipe.write(line.getBytes(StandardCharsets.US_ASCII));
                pipe.flush();
            } catch (IOException e) {
                System.getLogger(ProcessGuard.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "processes would outlive this one if it were killed, since nobody guards them",
                                e);
                shell = null;
            }
        }
    }

    /** Ends, and kills whoever is guarded still. */
    @Override
    public synchronized void close() {
        Process running = shell;
        shell = null;
        if (running != null) {
            try {
                running.getOutputStream().close();
                int _ = running.waitFor();
            } catch (IOException _) {
                // The shell is gone, and there is nobody to tell.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
