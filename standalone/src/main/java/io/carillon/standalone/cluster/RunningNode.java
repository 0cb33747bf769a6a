package io.carillon.standalone.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of a cluster, dead or alive, and started again as often as somebody wants. For one thread at a time, but for
 * {@link #isAlive} and {@link #pid}.
 */
final class RunningNode {

    /**
     * Keeps the terminal's Ctrl-C from the process: it goes to all processes of the terminal at once, and who ends first
     * and last is for the cluster to say.
     */
    private static final List<String> SHIELD = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

    private final NodePlan plan;
    private final Path log;
    private final Runnable changed;
    private volatile @Nullable Process process;
    private boolean paused;

    /**
     * Makes a node that does not run.
     *
     * @param log file for what it says
     * @param changed called when its process has begun or ended, by any thread
     */
    RunningNode(NodePlan plan, Path log, Runnable changed) {
        this.plan = plan;
        this.log = log;
        this.changed = changed;
    }

    NodePlan plan() {
        return plan;
    }

    Path log() {
        return log;
    }

    void start() throws IOException {
        if (isAlive()) {
            throw new IOException(plan.name() + " runs already");
        }
        List<String> command = new ArrayList<>(SHIELD);
        command.addAll(plan.command());
        paused = false;
        Process started = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        changed.run();
        var _ = started.onExit().thenRun(changed);
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Sends a signal, by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IOException(plan.name() + " does not run");
        }
        // The shell's own kill, since not every system has it as a program.
        Process shell = new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + running.pid())
                .redirectErrorStream(true)
                .start();
        String complaint = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IOException("cannot send SIG" + name + " to " + plan.name() + ": " + complaint.strip());
        }
        paused = name.equals("STOP") || (paused && !name.equals("CONT"));
    }

    /** Waits for the end; returns whether it came in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        Process running = process;
        return running == null || running.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends the process at once, paused or not, if it runs. */
    void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Returns the process's number, or -1 if it does not run. */
    long pid() {
        Process running = process;
        return running != null && running.isAlive() ? running.pid() : -1;
    }

    /** Returns what can be seen of the process from outside. */
    String state() {
        Process running = process;
        if (running == null) {
            return "not started";
        }
        if (!running.isAlive()) {
            return "ended (" + running.exitValue() + ')';
        }
        return paused ? "paused" : "running";
    }
}
