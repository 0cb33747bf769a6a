package io.carillon.fanout;

import io.carillon.core.table.PartitionTable;
import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.membership.Membership;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the member needs to know of delivery, log and links. */
final class MemberNode implements Membership.Node {

    private final Delivery delivery;
    private final Supplier<Duration> fetchAge;
    private final Supplier<Map<String, Set<String>>> edges;

    /**
     * Makes it.
     *
     * @param fetchAge since when the log has not answered
     * @param edges the edges that have a link here, with the nodes that each of them cannot reach
     */
    MemberNode(Delivery delivery, Supplier<Duration> fetchAge, Supplier<Map<String, Set<String>>> edges) {
        this.delivery = delivery;
        this.fetchAge = fetchAge;
        this.edges = edges;
    }

    @Override
    public void serve(PartitionTable table) {
        delivery.follow(table);
    }

    @Override
    public Map<Integer, Progress> progress() {
        return DeliveryProgress.of(delivery);
    }

    @Override
    public Duration fetchAge() {
        return fetchAge.get();
    }

    @Override
    public Map<String, Set<String>> edges() {
        return edges.get();
    }
}
