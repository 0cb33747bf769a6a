package io.carillon.e2e.cluster;

import io.carillon.e2e.system.Figures;
import io.carillon.standalone.cluster.NodePlan;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process of the cluster under test, dead or alive. For the thread that runs the test; asking is for all. */
final class ClusterNode implements AutoCloseable {

    private static final Duration END_PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(3);
    private static final int SHOWN_LINES = 12;

    private final NodePlan plan;
    private volatile @Nullable ServiceProcess process;
    private volatile boolean paused;

    ClusterNode(NodePlan plan) {
        this.plan = plan;
    }

    String name() {
        return plan.name();
    }

    NodePlan plan() {
        return plan;
    }

    void start() {
        paused = false;
        process = ServiceProcess.start(new ProcessCommand(plan.command(), Map.of(), null));
    }

    boolean runs() {
        ServiceProcess known = process;
        return known != null && known.isAlive();
    }

    boolean isPaused() {
        return paused;
    }

    /** Kills it as a crash would, and waits until it is gone. */
    void kill() {
        running().kill();
        int _ = running().awaitExit(END_PATIENCE);
    }

    /** Asks it to end; does not wait. */
    void terminate() {
        running().terminate();
    }

    /** Waits for its end, and returns its exit code. */
    int awaitExit() {
        return running().awaitExit(END_PATIENCE);
    }

    /** Asks it to end, and waits for it. */
    int stop() {
        terminate();
        return awaitExit();
    }

    void pause() {
        running().pause();
        paused = true;
    }

    void proceed() {
        running().proceed();
        paused = false;
    }

    /** Returns a URI at one of its ports. */
    URI uri(String purpose, String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + plan.port(purpose) + pathAndQuery);
    }

    /** Returns what it answers at its management port, or empty if it does not. */
    Optional<HttpReply> ask(String path) {
        if (!runs() || paused) {
            return Optional.empty();
        }
        try {
            return Optional.of(Http.get(Dial.to(uri("management", path)).within(ANSWER_PATIENCE)));
        } catch (RuntimeException | AssertionError _) {
            return Optional.empty();
        }
    }

    /** Returns the status of its readiness, 0 if it does not answer. */
    int readiness() {
        return ask("/readiness").map(HttpReply::status).orElse(0);
    }

    /** Returns its metrics; it has to answer. */
    Figures figures() {
        return Figures.of(ask("/metrics")
                .orElseThrow(() -> new AssertionError(name() + " does not tell its metrics"))
                .text());
    }

    List<String> output() {
        ServiceProcess known = process;
        return known == null ? List.of() : known.output();
    }

    String state() {
        List<String> lines = output();
        String life = runs()
                ? (paused ? "paused" : "runs, readiness " + (plan.kind().isService() ? readiness() : "-"))
                : "does not run";
        return name() + ": " + life + "\n    "
                + String.join("\n    ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    @Override
    public void close() {
        ServiceProcess known = process;
        if (known != null) {
            known.close();
        }
    }

    private ServiceProcess running() {
        ServiceProcess known = process;
        if (known == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return known;
    }
}
