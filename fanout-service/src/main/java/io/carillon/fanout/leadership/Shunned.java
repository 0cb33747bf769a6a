package io.carillon.fanout.leadership;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Members that live and yet serve nobody: they read nothing while others do, or most edges cannot reach them. Their
 * partitions move to others, and they get none until a while after the trouble.
 */
final class Shunned {

    /** An owner that read something so lately shows that the log is not what is wrong. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final LeaderTiming timing;
    private final Map<String, Long> untilNanos = new HashMap<>();

    /** Whether some owner reads, and since when without a break. */
    private boolean someoneReads;

    private long readingSinceNanos;

    Shunned(LeaderTiming timing) {
        this.timing = timing;
    }

    /** Returns who is to own nothing now. */
    Set<String> now(Cluster cluster, Leases leases, long nowNanos) {
        Set<String> troubled = new HashSet<>(unreachable(cluster, leases, nowNanos));
        troubled.addAll(idle(cluster, leases, nowNanos));
        for (String node : troubled) {
            untilNanos.put(node, nowNanos + timing.shun().toNanos());
        }
        untilNanos.values().removeIf(until -> nowNanos - until >= 0);
        return Set.copyOf(untilNanos.keySet());
    }

    /**
     * Returns who reads nothing while others do. Where nobody reads, the log is the trouble, and nobody would fare better; and
     * when it comes back, everybody gets as long as an owner may be idle to find it again.
     */
    private Set<String> idle(Cluster cluster, Leases leases, long nowNanos) {
        var idle = new HashSet<String>();
        boolean read = someoneReads;
        someoneReads = false;
        for (Member member : cluster.members().values()) {
            if (!leases.isLive(member, nowNanos) || !owns(cluster, member.id())) {
                continue;
            }
            Duration age = leases.of(member).orElseThrow().report.fetchAge();
            someoneReads |= age.compareTo(FRESH) < 0;
            if (age.compareTo(timing.fetchAge()) > 0) {
                idle.add(member.id());
            }
        }
        if (!read) {
            readingSinceNanos = nowNanos;
        }
        boolean longEnough = nowNanos - readingSinceNanos >= timing.fetchAge().toNanos();
        return someoneReads && longEnough ? idle : Set.of();
    }

    private static boolean owns(Cluster cluster, String node) {
        for (Partition partition : cluster.partitions()) {
            if (partition.isOwnedBy(node)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whom most edges cannot reach. An edge that misses most nodes is not asked: its own network is the trouble. */
    private static Set<String> unreachable(Cluster cluster, Leases leases, long nowNanos) {
        var views = new HashMap<String, Set<String>>();
        var newest = new HashMap<String, Long>();
        for (Member member : cluster.members().values()) {
            if (leases.isLive(member, nowNanos)) {
                Standing standing = leases.of(member).orElseThrow();
                standing.report.edges().forEach((edge, unreachable) -> {
                    if (newest.getOrDefault(edge, Long.MIN_VALUE) < standing.heardNanos) {
                        newest.put(edge, standing.heardNanos);
                        views.put(edge, unreachable);
                    }
                });
            }
        }
        int members = cluster.members().size();
        views.values().removeIf(unreachable -> unreachable.size() * 2 > members);
        var complaints = new HashMap<String, Integer>();
        views.values().forEach(unreachable -> unreachable.forEach(node -> complaints.merge(node, 1, Integer::sum)));
        var unreachable = new HashSet<String>();
        complaints.forEach((node, edges) -> {
            if (edges * 2 > views.size()) {
                unreachable.add(node);
            }
        });
        return unreachable;
    }
}
