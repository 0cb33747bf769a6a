package io.carillon.standalone.cluster;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.lifecycle.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The processes of a cluster. Any thread may call; one thing happens at a time.
 *
 * <p>A process that ends stays as it is until somebody starts it again: this is a place to watch what happens then.
 */
public final class RunningCluster implements Part {

    /** Longer than any process may take to drain, by its own settings. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Ticker ticker = Ticker.system();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RunningNode> nodes = new LinkedHashMap<>();
    private final ProcessGuard guard = new ProcessGuard();

    /**
     * Makes a cluster of which nothing runs yet.
     *
     * @param logs folder for what the processes say
     */
    public RunningCluster(ClusterPlan plan, Path logs) throws IOException {
        Files.createDirectories(logs);
        for (NodePlan node : plan.nodes()) {
            nodes.put(node.name(), new RunningNode(node, logs.resolve(node.name() + ".log"), this::guardAll));
        }
    }

    /** Starts all processes; those that need others wait for them by themselves. */
    @Override
    public void start() throws IOException {
        lock.lock();
        try {
            guard.start();
            for (RunningNode node : nodes.values()) {
                node.start();
            }
        } catch (IOException e) {
            nodes.values().forEach(RunningNode::destroy);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all services are ready; returns whether they are in time.
     *
     * @throws IOException if one of the processes ends instead; tells where it says why
     */
    public boolean awaitReady(Duration patience) throws IOException, InterruptedException {
        var probe = new Probe();
        long begin = ticker.nanos();
        List<RunningNode> services = nodes.values().stream()
                .filter(node -> node.plan().kind().isService())
                .toList();
        while (!services.stream().allMatch(node -> probe.isReady(node.plan()))) {
            Optional<RunningNode> dead =
                    nodes.values().stream().filter(node -> !node.isAlive()).findFirst();
            if (dead.isPresent()) {
                throw new IOException(dead.get().plan().name() + ' '
                        + dead.get().state() + "; see " + dead.get().log());
            }
            if (ticker.nanos() - begin > patience.toNanos()) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
        return true;
    }

    /** Starts a process again: asks it to end first, if it runs. */
    public void restart(String name) throws IOException, InterruptedException {
        lock.lock();
        try {
            RunningNode node = find(name);
            if (node.isAlive()) {
                boolean _ = stop(name);
            }
            node.start();
        } finally {
            lock.unlock();
        }
    }

    /** Sends a signal to a process, by its name without SIG. */
    public void signal(String name, String signal) throws IOException, InterruptedException {
        lock.lock();
        try {
            find(name).signal(signal);
        } finally {
            lock.unlock();
        }
    }

    /** Asks a process to end (SIGTERM), and waits for it; kills it if it does not in time. Returns whether it did. */
    public boolean stop(String name) throws IOException, InterruptedException {
        lock.lock();
        try {
            RunningNode node = find(name);
            node.signal("CONT");
            node.signal("TERM");
            boolean inTime = node.awaitEnd(STOP_LIMIT);
            node.destroy();
            return inTime;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what there is to see of every process, by name. */
    Map<NodePlan, String> states() {
        lock.lock();
        try {
            Map<NodePlan, String> states = new LinkedHashMap<>();
            nodes.values()
                    .forEach(node ->
                            states.put(node.plan(), node.state() + (node.pid() < 0 ? "" : ", pid " + node.pid())));
            return states;
        } finally {
            lock.unlock();
        }
    }

    private RunningNode find(String name) throws IOException {
        RunningNode node = nodes.get(name);
        if (node == null) {
            throw new IOException(
                    "there is no node " + name + " (expected: one of " + String.join(", ", nodes.keySet()) + ')');
        }
        return node;
    }

    /** Ends all processes: services first, so that what they hand over is still taken; whoever lingers is killed. */
    @Override
    public void close() {
        lock.lock();
        try {
            Map<NodeKind, List<RunningNode>> kinds = new EnumMap<>(NodeKind.class);
            for (NodeKind kind : NodeKind.values()) {
                kinds.put(
                        kind,
                        nodes.values().stream()
                                .filter(node -> node.plan().kind() == kind && node.isAlive())
                                .toList());
            }
            List<NodeKind> order = List.of(NodeKind.values()).reversed();
            for (NodeKind kind : order) {
                end(kinds.getOrDefault(kind, List.of()));
            }
        } finally {
            nodes.values().forEach(RunningNode::destroy);
            guard.close();
            lock.unlock();
        }
    }

    /** Called whenever a process has begun or ended, so that nobody's number is kept that may be a stranger's soon. */
    private void guardAll() {
        guard.guard(nodes.values().stream()
                .map(RunningNode::pid)
                .filter(pid -> pid > 0)
                .toList());
    }

    private static void end(List<RunningNode> ending) {
        try {
            for (RunningNode node : ending) {
                if (node.isAlive()) {
                    node.signal("CONT");
                    node.signal("TERM");
                }
            }
            for (RunningNode node : ending) {
                boolean _ = node.awaitEnd(STOP_LIMIT);
            }
        } catch (IOException _) {
            // It ended in between.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
