package io.carillon.fanout.membership;

import io.carillon.fanout.leadership.Leader;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Hands reports to the leader on this node, while there is one; tells others where it is. */
public final class LeaderDesk implements Desk {

    /** How long a node whose session broke has to take a connection before it is no clear case any more. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    /**
     * Before each look at a node that is missing. One look would not do: a process that is killed lets go of its connections
     * and of its port one after another, and in between its port takes connections as if nothing had been. After the last
     * look it is for the lease to end.
     */
    private static final List<Duration> PROBE_PAUSES = Stream.of(0L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 640L)
            .map(Duration::ofMillis)
            .toList();

    private final Leader leader;
    private final BooleanSupplier hasQuorum;
    private final Supplier<Optional<String>> leaderAddress;

    /**
     * Makes the desk of a node.
     *
     * @param hasQuorum whether the leader on this node can still be sure of it
     * @param leaderAddress where the leader's mesh listener is, if this node knows
     */
    public LeaderDesk(Leader leader, BooleanSupplier hasQuorum, Supplier<Optional<String>> leaderAddress) {
        this.leader = leader;
        this.hasQuorum = hasQuorum;
        this.leaderAddress = leaderAddress;
    }

    @Override
    public Answer take(MemberReport report) {
        if (leader.heard(report)) {
            return hasQuorum.getAsBoolean() ? new Answer.Heard(leader.progress()) : new Answer.NotLeader(null);
        }
        return new Answer.NotLeader(leaderAddress.get().orElse(null));
    }

    /**
     * Looks whether the process is gone as well. A refused connection says so for sure, and its partitions need not wait for
     * the end of its lease; anything else says nothing.
     */
    @Override
    public void left(Command.Register reporter) {
        if (leader.isLeading()) {
            leader.left(reporter.node(), reporter.start(), false);
            look(reporter.node(), reporter.start(), reporter.address());
        }
    }

    /**
     * Looks, at the beginning of a term, which members' processes are gone: whoever died with the leader before, or as it,
     * never had a session here that could break.
     */
    public void lookAround(Cluster cluster) {
        for (Member member : cluster.members().values()) {
            if (member.state() != Member.State.FENCED) {
                look(member.id(), member.start(), member.address());
            }
        }
    }

    private void look(String node, long start, String address) {
        Thread.ofVirtual().name("probe-" + node).start(() -> {
            try {
                for (Duration pause : PROBE_PAUSES) {
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    if (!leader.isMissing(node, start)) {
                        return;
                    }
                    if (isRefused(address)) {
                        leader.left(node, start, true);
                        return;
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static boolean isRefused(String address) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    (int) PROBE_LIMIT.toMillis());
            return false;
        } catch (ConnectException e) {
            // The same exception tells of a refusal and of a host that cannot be reached, which may only be our own
            // network.
            return String.valueOf(e.getMessage()).contains("refused");
        } catch (IOException e) {
            return false;
        }
    }
}
