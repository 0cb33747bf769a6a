package io.carillon.fanout;

import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.admin.ClusterView;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.revocation.RevocationBook;
import io.carillon.fanout.rpc.MeshServer;
import io.carillon.runtime.discovery.Registry;
import io.carillon.runtime.tls.MeshSecurity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A fanout node on a log of any kind, wired: log on one side, edges on the other. */
final class FanoutNode {

    private final FanoutConfig config;
    private final Delivery delivery;
    private final Control control;
    private final MeshServer mesh;

    FanoutNode(
            FanoutConfig config,
            MeshSecurity security,
            Registry registry,
            Generation generation,
            LogFollower log,
            LogHistory past,
            RevocationBook revocations,
            Ticker ticker,
            InstantSource clock) {
        this.config = config;
        delivery = new Delivery(config.nodeId(), config.delivery(), log, past, ticker);
        control = control(config, security, registry, generation, log, ticker, clock);
        mesh = new MeshServer(
                config.mesh(),
                security,
                control.tables(),
                delivery,
                config.links(),
                revocations,
                ticker,
                () -> !control.contact().up(),
                control.services());
    }

    private Control control(
            FanoutConfig config,
            MeshSecurity security,
            Registry registry,
            Generation generation,
            LogFollower log,
            Ticker ticker,
            InstantSource clock) {
        return config.control()
                .raft()
                .<Control>map(raft -> new SharedControl(
                        config.nodeId(),
                        generation,
                        config.control(),
                        raft,
                        security,
                        registry,
                        delivery,
                        log,
                        this::edges,
                        ticker,
                        clock))
                .orElseGet(() -> new SingleControl(config.nodeId(), generation, delivery, clock));
    }

    /** Starts to deliver; if the port cannot be had, nothing is left running. */
    void start() throws InterruptedException {
        delivery.start();
        try {
            mesh.start();
            // Last, so that whoever learns from the table where to attach can do so.
            control.start(config.advertisedHost() + ':' + mesh.port());
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private Map<String, Set<String>> edges() {
        return mesh.edges();
    }

    Control control() {
        return control;
    }

    /** Returns members, owners and how far they are, for an operator. */
    Map<String, Object> cluster() {
        Map<Integer, Progress> progress = new HashMap<>(control.progress());
        progress.putAll(DeliveryProgress.of(delivery));
        return ClusterView.of(config.nodeId(), control.view(), control.tables(), control::moveTarget, progress);
    }

    Delivery delivery() {
        return delivery;
    }

    MeshServer mesh() {
        return mesh;
    }

    /** Hands over what this node serves, and lets edges and watchers go. */
    void drain(Duration limit) throws InterruptedException {
        control.drain(limit);
        mesh.drain();
    }

    void close() {
        mesh.close();
        control.close();
        delivery.close();
    }
}
