package io.carillon.fanout;

import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.kafka.HistoryReader;
import io.carillon.fanout.kafka.LiveReader;
import io.carillon.fanout.kafka.RevocationReader;
import io.carillon.fanout.kafka.SkippedRecords;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.observe.Health;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import io.carillon.runtime.tls.MeshSecurity;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fanout service, wired: the log on Kafka on one side, edges on the other.
 *
 * <p>It has the mesh listener of its own, and nothing on the public port.
 */
public final class FanoutServer implements Part {

    private static final System.Logger LOGGER = System.getLogger(FanoutServer.class.getName());

    /** Past this the log counts as out of reach; answers come at least each half second while all is well. */
    private static final Duration FETCH_AGE_LIMIT = Duration.ofSeconds(5);

    private static final Duration LOOK_FOR_BROKERS_EVERY = Duration.ofMillis(500);

    private final FanoutConfig config;
    private final MeshSecurity security;
    private final Registry registry;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Metrics metrics;

    /** Written by the starting thread. */
    private volatile @Nullable Running running;

    /** Written by the log reader's thread, if ever. */
    private volatile @Nullable Generation successor;

    /** What there is once the identity of the log is known. */
    private record Running(LiveReader log, HistoryReader history, RevocationReader revocations, FanoutNode node) {}

    /**
     * Wires a node that has not started.
     *
     * @param security how peers in the mesh show who they are
     * @param registry knows the other fanout nodes
     * @param health is given this node's readiness: it has a table, and the log answers; and its liveness: its pumps run,
     *     and the log is still the one it began with
     */
    public FanoutServer(
            FanoutConfig config,
            MeshSecurity security,
            Registry registry,
            Ticker ticker,
            InstantSource clock,
            Metrics metrics,
            Health health) {
        this.config = config;
        this.security = security;
        this.registry = registry;
        this.ticker = ticker;
        this.clock = clock;
        this.metrics = metrics;
        health.add(Health.Kind.READY, "fanout-table", () -> Verdict.of(hasTable(), "no partition table yet"));
        health.add(Health.Kind.READY, "fanout-log", this::logVerdict);
        health.add(
                Health.Kind.LIVE,
                "fanout-generation",
                () -> Verdict.of(successor == null, "topic " + config.topic().name() + " was made anew"));
        health.add(Health.Kind.LIVE, "fanout-pumps", () -> Verdict.of(pumpsRun(), "a pump has died; see the log"));
        health.add(Health.Kind.READY, "fanout-contact", this::contact);
        health.tellOnLiveness("leader", this::isLeader);
        health.tellOnReadiness("leader", () -> cluster().getOrDefault("leader", ""));
        health.tellOnReadiness("members", () -> cluster().getOrDefault("members", Map.of()));
    }

    /**
     * Starts: finds or makes the topics, for which it waits as long as no broker answers, then owns and serves.
     *
     * @throws IllegalStateException if a topic cannot be of use as it is
     */
    @Override
    public void start() throws InterruptedException {
        Generation generation = establish(new TopicSetup(config.kafka(), config.topic()));
        var revocationTopic = TopicSetup.ofRevocations(config.kafka(), config.revocations(), config.tokenLife());
        var _ = establish(revocationTopic);
        var skipped = new SkippedRecords(ticker);
        var log = new LiveReader(
                config.kafka(),
                config.topic().name(),
                generation,
                ValueCheck.json(),
                skipped,
                ticker,
                clock,
                newer -> successor = newer);
        var history = new HistoryReader(
                config.kafka(),
                config.topic().name(),
                generation,
                ValueCheck.json(),
                ticker,
                config.delivery().history().reads());
        var book = new RevocationBook();
        var revocations =
                new RevocationReader(config.kafka(), config.revocations(), revocationTopic, book, ticker, clock);
        var node = new FanoutNode(config, security, registry, generation, log, history, book, ticker, clock);
        log.start();
        revocations.start();
        try {
            node.start();
        } catch (RuntimeException | InterruptedException e) {
            revocations.close();
            history.close();
            log.close();
            throw e;
        }
        FanoutMetrics.show(metrics, node, log, skipped);
        FanoutMetrics.show(metrics, book, revocations);
        node.control().show(metrics);
        running = new Running(log, history, revocations, node);
    }

    private static Generation establish(TopicSetup setup) throws InterruptedException {
        boolean told = false;
        while (true) {
            switch (setup.establish()) {
                case TopicVerdict.Ready ready -> {
                    return ready.generation();
                }
                case TopicVerdict.Refused(var problems) -> throw new IllegalStateException(String.join("; ", problems));
                case TopicVerdict.Unreachable(String why) -> {
                    if (!told) {
                        LOGGER.log(Level.WARNING, "waiting for the log, since it is out of reach: {0}", why);
                        told = true;
                    }
                    TimeUnit.NANOSECONDS.sleep(LOOK_FOR_BROKERS_EVERY.toNanos());
                }
            }
        }
    }

    private boolean hasTable() {
        Running now = running;
        return now != null && now.node().control().tables().current().isPresent();
    }

    private boolean isLeader() {
        Running now = running;
        return now != null && now.node().control().isLeader();
    }

    private Verdict contact() {
        Running now = running;
        return now == null
                ? Verdict.bad("not started yet")
                : now.node().control().contact();
    }

    private boolean pumpsRun() {
        Running now = running;
        return now == null || now.node().delivery().isRunning();
    }

    private Verdict logVerdict() {
        Running now = running;
        if (now == null) {
            return Verdict.bad("not connected yet");
        }
        Duration age = now.log().fetchAge();
        return Verdict.of(age.compareTo(FETCH_AGE_LIMIT) < 0, "the log does not answer")
                .with("fetchAgeMillis", age.toMillis());
    }

    /** Returns members, owners and how far they are, for an operator; empty before the start. */
    public Map<String, Object> cluster() {
        Running now = running;
        return now == null ? Map.of() : now.node().cluster();
    }

    /** Returns the port of the Raft listener, or -1 if there is none. */
    public int raftPort() {
        return config.control().raft().map(raft -> raft.listen().getPort()).orElse(-1);
    }

    /** Returns the port of the mesh listener, or -1 if there is none. */
    public int meshPort() {
        Running now = running;
        return now == null ? -1 : now.node().mesh().port();
    }

    @Override
    public void drain(Duration limit) throws InterruptedException {
        Running now = running;
        if (now != null) {
            now.node().drain(limit);
        }
    }

    @Override
    public void close() {
        Running now = running;
        if (now != null) {
            now.node().close();
            now.revocations().close();
            now.log().close();
            now.history().close();
        }
    }
}
