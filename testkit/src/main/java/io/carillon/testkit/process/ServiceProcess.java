package io.carillon.testkit.process;

import io.carillon.testkit.time.Deadline;
import io.carillon.testkit.wait.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process under test. Its standard output and error are read as one stream of lines; its standard input is empty.
 *
 * <p>{@link #close} kills it with all its descendants, paused or not, so that no test leaves one behind. Failures show
 * the command and the last lines of output.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final int SHOWN_LINES = 60;
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 1_000;

    private final List<String> command;
    private final Process process;
    private final ProcessOutput output = new ProcessOutput();

    private ServiceProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        Thread.ofVirtual().name("output-of-" + process.pid()).start(this::readOutput);
    }

    /** Starts a process. */
    public static ServiceProcess start(ProcessCommand command) {
        try {
            return new ServiceProcess(command.arguments(), command.builder().start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.arguments(), e);
        }
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether the process runs, or is paused. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the lines written so far, the last 20,000 at most. */
    public List<String> output() {
        return output.lines();
    }

    /**
     * Waits for a line of output, and returns the first in which the pattern is found, from the very first line on.
     *
     * @throws AssertionError if there is none by then, or the process ends without it
     */
    public String awaitLine(Pattern pattern, Duration patience) {
        try {
            return output.await(line -> pattern.matcher(line).find(), Deadline.in(patience))
                    .orElseThrow(() -> failure("no line with " + pattern + " within " + patience));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits until somebody accepts connections on a port of the loopback address.
     *
     * @throws AssertionError if nobody does by then, or the process ends before
     */
    public void awaitPort(int port, Duration patience) {
        Eventually.within(patience).observing(this::state).until("a listener on port " + port, () -> {
            boolean listens = accepts(port);
            if (!listens && !isAlive()) {
                throw failure("nobody listens on port " + port + ", and the process has ended");
            }
            return listens;
        });
    }

    /**
     * Waits until the process has ended, and returns its exit code.
     *
     * @throws AssertionError if it still runs by then
     */
    public int awaitExit(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        try {
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure("still running after " + patience);
            }
            output.awaitEnd(deadline);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Asks the process to stop (SIGTERM). */
    public void terminate() {
        signal("TERM");
    }

    /** Kills the process (SIGKILL), as a crash would. */
    public void kill() {
        signal("KILL");
    }

    /** Halts the process where it stands (SIGSTOP), as a long pause of its machine would. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a paused process go on (SIGCONT). */
    public void proceed() {
        signal("CONT");
    }

    @Override
    public void close() {
        // Descendants first: once their parent is gone they are nobody's, and no longer found.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(KILL_PATIENCE);
    }

    private void signal(String name) {
        if (!isAlive()) {
            // Its number may belong to a stranger by now.
            throw failure("cannot send SIG" + name + ": the process has ended");
        }
        try {
            // The shell's own kill, since not every system has it as a program.
            Process shell = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .redirectErrorStream(true)
                    .start();
            String complaint = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (shell.waitFor() != 0) {
                throw failure("cannot send SIG" + name + ": " + complaint.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
            }
        } catch (IOException _) {
            // The stream breaks when the process is killed; what was read is all there is.
        } finally {
            output.end();
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError(what + "\n" + state());
    }

    private String state() {
        List<String> lines = output();
        int from = Math.max(0, lines.size() - SHOWN_LINES);
        String life = isAlive() ? "running" : "ended with " + process.exitValue();
        return command + " pid=" + pid() + ' ' + life + "\n  " + String.join("\n  ", lines.subList(from, lines.size()));
    }

    private static AssertionError interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", cause);
    }
}
