package io.carillon.fanout;

import io.carillon.core.position.Generation;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.ownership.StaticOwnership;
import io.carillon.fanout.ownership.TableSource;
import io.carillon.fanout.rpc.OwnershipService;
import io.carillon.runtime.observe.Metrics;
import io.carillon.runtime.observe.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node that has the log to itself. */
final class SingleControl implements Control {

    private final String nodeId;
    private final Delivery delivery;
    private final StaticOwnership ownership;

    SingleControl(String nodeId, Generation generation, Delivery delivery, InstantSource clock) {
        this.nodeId = nodeId;
        this.delivery = delivery;
        ownership = new StaticOwnership(nodeId, generation, clock);
    }

    @Override
    public TableSource tables() {
        return ownership;
    }

    @Override
    public List<OwnershipService> services() {
        return List.of();
    }

    @Override
    public void start(String address) {
        ownership.watch(delivery::follow);
        ownership.begin(address);
    }

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public Verdict contact() {
        return Verdict.good();
    }

    @Override
    public Map<String, Object> view() {
        return Map.of("leader", nodeId);
    }

    @Override
    public Map<Integer, Progress> progress() {
        return Map.of();
    }

    @Override
    public Optional<String> moveTarget(int partition) {
        return Optional.empty();
    }

    @Override
    public void show(Metrics metrics) {
        // There is nothing that it decides.
    }

    @Override
    public void drain(Duration limit) {
        // Nobody is there to take over.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
