package io.carillon.fanout;

import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.ownership.StaticOwnership;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.fanout.rpc.MeshServer;
import io.carillon.runtime.tls.MeshSecurity;
import java.time.InstantSource;

/** A fanout node on a log of any kind, wired: log on one side, edges on the other. */
final class FanoutNode {

    private final String advertisedHost;
    private final StaticOwnership ownership;
    private final Delivery delivery;
    private final MeshServer mesh;

    FanoutNode(
            FanoutConfig config,
            MeshSecurity security,
            Generation generation,
            LogFollower log,
            LogHistory past,
            Ticker ticker,
            InstantSource clock) {
        advertisedHost = config.advertisedHost();
        ownership = new StaticOwnership(config.nodeId(), generation, clock);
        delivery = new Delivery(config.nodeId(), config.delivery(), log, past, ticker);
        mesh = new MeshServer(config.mesh(), security, ownership, delivery, config.links(), ticker);
    }

    /** Starts to deliver; if the port cannot be had, nothing is left running. */
    void start() {
        delivery.start();
        try {
            mesh.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        ownership.watch(delivery::follow);
        // Last, so that whoever learns from the table where to attach can do so.
        ownership.begin(advertisedHost + ':' + mesh.port());
    }

    TableSource tables() {
        return ownership;
    }

    Delivery delivery() {
        return delivery;
    }

    MeshServer mesh() {
        return mesh;
    }

    void close() {
        mesh.close();
        delivery.close();
    }
}
