package io.carillon.fanout;

import io.carillon.fanout.assignment.MoveLimits;
import io.carillon.fanout.consensus.RaftSettings;
import io.carillon.fanout.leadership.LeaderTiming;
import io.carillon.runtime.config.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this node shares the partitions with others.
 *
 * @param raft its part in Raft, or empty if the node has the log to itself
 * @param raftAddress {@code host:port} under which other nodes reach its Raft listener
 * @param zone what it shares with others that fail together; empty if nobody says
 * @param weight how much it takes compared with others
 * @param leader how long the leader waits for what
 * @param moves how many moves may be under way
 * @param voters how many nodes should have a vote
 * @param replaceAfter how long a voter has to be gone before another node gets its vote
 * @param linger how long a partition is served after another node became its owner
 */
public record ControlSettings(
        Optional<RaftSettings> raft,
        String raftAddress,
        String zone,
        int weight,
        LeaderTiming leader,
        MoveLimits moves,
        int voters,
        Duration replaceAfter,
        Duration linger) {

    private static final String STATIC = "static";
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static ControlSettings from(Settings settings, String nodeId, String advertisedHost) {
        int port = settings.port("push.raft.port", 9091);
        var listen = new InetSocketAddress(settings.text("push.raft.address", "0.0.0.0"), port);
        var raft = new RaftSettings(
                listen,
                Path.of(settings.text("push.raft.data", "raft-data"), nodeId),
                timing(settings),
                settings.integer("push.raft.snapshot.entries", 4_096, 1, 1_000_000));
        // A node that is told of no others and cannot ask for them has the log to itself.
        boolean alone = settings.list("push.raft.peers", List.of()).isEmpty()
                && settings.text("push.discovery", STATIC).equalsIgnoreCase(STATIC);
        return new ControlSettings(
                alone ? Optional.empty() : Optional.of(raft),
                advertisedHost + ':' + port,
                settings.text("push.node.zone", ""),
                settings.integer("push.node.weight", 1, 1, 1_000),
                leader(settings),
                moves(settings),
                voters(settings),
                settings.duration(
                        "push.raft.replace.duration", Duration.ofSeconds(60), MILLISECOND, Duration.ofDays(365)),
                settings.duration("push.ownership.linger.duration", Duration.ofSeconds(10), Duration.ZERO, HOUR));
    }

    private static int voters(Settings settings) {
        int founders = settings.list("push.raft.peers", List.of()).size();
        int expected = settings.integer("push.raft.expect", 3, 1, 5);
        int voters = settings.integer("push.raft.voters", founders == 0 ? expected : Math.min(founders, 5), 1, 5);
        settings.require(
                voters % 2 == 1, "push.raft.voters", "1, 3 or 5, since one more of them may fail only with two more");
        return voters;
    }

    private static RaftSettings.Timing timing(Settings settings) {
        RaftSettings.Timing defaults = RaftSettings.Timing.DEFAULT;
        Duration min =
                settings.duration("push.raft.election.min.duration", defaults.electionMin(), MILLISECOND, MINUTE);
        Duration max =
                settings.duration("push.raft.election.max.duration", defaults.electionMax(), MILLISECOND, MINUTE);
        boolean sensible = min.compareTo(max) < 0;
        settings.require(sensible, "push.raft.election.min.duration", "less than push.raft.election.max.duration");
        return new RaftSettings.Timing(
                sensible ? min : defaults.electionMin(),
                sensible ? max : defaults.electionMax(),
                settings.duration("push.raft.request.timeout.duration", defaults.request(), MILLISECOND, MINUTE));
    }

    private static LeaderTiming leader(Settings settings) {
        LeaderTiming defaults = LeaderTiming.DEFAULT;
        Duration heartbeat =
                settings.duration("push.ownership.heartbeat.duration", defaults.heartbeat(), MILLISECOND, MINUTE);
        Duration lease = settings.duration("push.ownership.lease.duration", defaults.lease(), MILLISECOND, HOUR);
        boolean sensible = heartbeat.compareTo(lease) < 0;
        settings.require(sensible, "push.ownership.heartbeat.duration", "less than push.ownership.lease.duration");
        return new LeaderTiming(
                sensible ? heartbeat : defaults.heartbeat(),
                sensible ? lease : defaults.lease(),
                settings.duration("push.ownership.grace.duration", defaults.grace(), Duration.ZERO, HOUR),
                settings.duration("push.ownership.settle.duration", defaults.settle(), Duration.ZERO, HOUR),
                settings.duration("push.ownership.balance.duration", defaults.balance(), Duration.ZERO, HOUR),
                settings.duration("push.ownership.balance.pause.duration", defaults.pause(), Duration.ZERO, HOUR),
                settings.duration("push.ownership.load.duration", defaults.load(), MILLISECOND, HOUR),
                settings.duration("push.ownership.move.limit.duration", defaults.move(), MILLISECOND, HOUR),
                settings.duration("push.ownership.fetch.age.duration", defaults.fetchAge(), MILLISECOND, HOUR),
                settings.duration("push.ownership.shun.duration", defaults.shun(), Duration.ZERO, HOUR),
                settings.duration(
                        "push.ownership.forget.duration", defaults.forget(), MILLISECOND, Duration.ofDays(365)));
    }

    private static MoveLimits moves(Settings settings) {
        MoveLimits defaults = MoveLimits.DEFAULT;
        return new MoveLimits(
                settings.integer("push.ownership.moves.percent", defaults.percent(), 1, 100),
                settings.integer("push.ownership.moves.per.node", defaults.perNode(), 1, 4_096),
                settings.integer("push.ownership.moves.per.draining.node", defaults.perDrainingNode(), 1, 4_096));
    }
}
