package io.carillon.fanout.leadership;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which members the leader believes to live. Nothing of it is ever written down.
 *
 * <p>INVARIANT: nobody is given up on silence alone before a full lease of this term is over: members may have spoken to
 * the leader before, and have to find this one first.
 */
final class Leases {

    private final LeaderTiming timing;
    private final long beginNanos;
    private final Map<String, Standing> standings = new HashMap<>();

    /** Processes that are gone and were never heard in this term, by node with their start. */
    private final Map<String, Long> goneUnheard = new HashMap<>();

    /** Until when nobody is given up on silence, since it may be the leader itself that was not there. */
    private long patientUntilNanos;

    private boolean mostAreSilent;

    /** When it was last asked who is to be fenced. */
    private long askedNanos;

    Leases(LeaderTiming timing, long nowNanos) {
        this.timing = timing;
        beginNanos = nowNanos + timing.grace().toNanos();
        patientUntilNanos = nowNanos;
        askedNanos = nowNanos;
    }

    /**
     * Hears a process. One that speaks for a node for which another process still speaks is not listened to: two processes
     * with one id would take the node's partitions from each other for ever.
     */
    void heard(MemberReport report, long nowNanos) {
        Standing standing = standings.get(report.self().node());
        if (standing != null && standing.report.self().start() == report.self().start()) {
            standing.report = report;
            standing.heardNanos = nowNanos;
            standing.left = false;
            standing.gone = false;
        } else if (standing == null || standing.left || isSilent(standing, nowNanos)) {
            standings.put(report.self().node(), new Standing(report, nowNanos));
        }
    }

    private boolean isSilent(Standing standing, long nowNanos) {
        return nowNanos - standing.heardNanos > timing.lease().toNanos();
    }

    /** Takes it that the session of the process that last spoke for a node ended. */
    void left(String node, long start, boolean gone) {
        Standing standing = standings.get(node);
        if (standing != null && standing.report.self().start() == start) {
            standing.left = true;
            standing.gone = gone;
        } else if (standing == null && gone) {
            goneUnheard.put(node, start);
        }
    }

    /** Returns whether a process has said nothing since its session ended, or nothing at all in this term. */
    boolean isMissing(String node, long start) {
        Standing standing = standings.get(node);
        return standing == null || (standing.report.self().start() == start && standing.left);
    }

    Map<String, Standing> standings() {
        return standings;
    }

    /** Returns the last report of a member's registered process, if it has made one in this term. */
    Optional<Standing> of(Member member) {
        return Optional.ofNullable(standings.get(member.id())).filter(standing -> standing.isOf(member));
    }

    /** Returns whether a member's process has reported lately. */
    boolean isLive(Member member, long nowNanos) {
        return of(member)
                .filter(standing -> !standing.gone)
                .filter(standing -> !isSilent(standing, nowNanos))
                .isPresent();
    }

    /** Returns the members to be fenced now. */
    List<Member> over(Cluster cluster, long nowNanos) {
        List<Member> inService = cluster.members().values().stream()
                .filter(member -> member.state() != Member.State.FENCED)
                .toList();
        List<Member> gone = inService.stream().filter(this::isGone).toList();
        beFairAfterAPause(nowNanos);
        List<Member> silent = inService.stream()
                .filter(member -> !gone.contains(member))
                .filter(member -> nowNanos - lastSign(member) > timing.lease().toNanos())
                .toList();
        if (silent.size() * 2 <= inService.size()) {
            mostAreSilent = false;
        } else if (!mostAreSilent) {
            // Most of them at once: more likely that this node slept than that they all died.
            mostAreSilent = true;
            bePatient(timing.lease(), nowNanos);
        }
        if (!gone.isEmpty()) {
            return gone;
        }
        return nowNanos - patientUntilNanos < 0 ? List.of() : silent;
    }

    /** Who was not there itself cannot know who was silent: what they said is still on its way to it. */
    private void beFairAfterAPause(long nowNanos) {
        if (nowNanos - askedNanos > timing.heartbeat().multipliedBy(2).toNanos()) {
            bePatient(timing.heartbeat().multipliedBy(2), nowNanos);
        }
        askedNanos = nowNanos;
    }

    private void bePatient(Duration time, long nowNanos) {
        long until = nowNanos + time.toNanos();
        if (until - patientUntilNanos > 0) {
            patientUntilNanos = until;
        }
    }

    private boolean isGone(Member member) {
        Standing standing = standings.get(member.id());
        return standing == null
                ? goneUnheard.getOrDefault(member.id(), -1L) == member.start()
                : standing.isOf(member) && standing.gone;
    }

    private long lastSign(Member member) {
        return of(member)
                .map(standing -> standing.heardNanos)
                .filter(heard -> heard - beginNanos >= 0)
                .orElse(beginNanos);
    }
}
