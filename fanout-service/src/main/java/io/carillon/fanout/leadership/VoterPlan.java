package io.carillon.fanout.leadership;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who should have a vote: as many as are wanted, none of whom is long dead. One change at a time, and none that would leave
 * fewer than three where there were three.
 *
 * <p>What the leader knows, for one term; without clock and I/O. Belongs to one caller at a time.
 */
public final class VoterPlan {

    /** Below this the loss of one voter would end the agreement, so it is for people to go there. */
    private static final int LEAST = 3;

    private final int wanted;
    private final Duration replaceAfter;
    private final Map<String, Long> deadSince = new HashMap<>();

    /**
     * Makes a plan.
     *
     * @param wanted how many voters there should be: 1, 3 or 5
     * @param replaceAfter how long a voter has to be gone before another node gets its vote
     */
    public VoterPlan(int wanted, Duration replaceAfter) {
        this.wanted = wanted;
        this.replaceAfter = replaceAfter;
    }

    /**
     * Returns who should have a vote next, or empty if all is well as it is.
     *
     * @param leader id of the leader, which keeps its vote
     * @param voters ids of those that have a vote
     * @param live ids of the members that live, with or without a vote
     */
    public Optional<Set<String>> next(String leader, Set<String> voters, Set<String> live, long nowNanos) {
        deadSince.keySet().removeIf(voter -> live.contains(voter) || !voters.contains(voter));
        voters.stream()
                .filter(voter -> !live.contains(voter) && !voter.equals(leader))
                .forEach(voter -> deadSince.putIfAbsent(voter, nowNanos));
        Optional<String> newcomer =
                live.stream().filter(node -> !voters.contains(node)).sorted().findFirst();
        Optional<String> dead = deadSince.entrySet().stream()
                .filter(voter -> nowNanos - voter.getValue() >= replaceAfter.toNanos())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
        if (voters.size() > Math.max(wanted, LEAST)) {
            return dead.or(() -> lastOf(voters, leader)).map(leaving -> changed(voters, List.of(leaving), List.of()));
        }
        if (voters.size() < wanted) {
            return newcomer.map(node -> changed(voters, List.of(), List.of(node)));
        }
        return dead.flatMap(leaving -> newcomer.map(node -> changed(voters, List.of(leaving), List.of(node))));
    }

    private static Optional<String> lastOf(Set<String> voters, String leader) {
        return voters.stream()
                .filter(voter -> !voter.equals(leader))
                .reduce((one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private static Set<String> changed(Set<String> voters, List<String> leaving, List<String> joining) {
        var changed = new TreeSet<>(voters);
        leaving.forEach(changed::remove);
        changed.addAll(joining);
        return changed;
    }
}
