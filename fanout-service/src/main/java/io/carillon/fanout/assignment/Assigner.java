package io.carillon.fanout.assignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides who should own which partition: as even as the weights say, with as little movement as that allows.
 *
 * <p>Each node has a quota, its exact share rounded down or up. Owners keep what they have up to their quota; what is over,
 * and what nobody owns, goes to nodes below theirs. Rendezvous scores decide what an owner keeps and who gets what, so that
 * a node that comes back tends to get what it had. Pure: the same question has the same answer on every node.
 */
public final class Assigner {

    private Assigner() {}

    /**
     * Returns the owner that each partition should have.
     *
     * @param owners who owns it now, in order of number; null where nobody does, or nobody who may keep it
     * @param candidates who may own partitions, at least one
     */
    public static List<String> assign(List<@Nullable String> owners, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates: none (expected: at least one)");
        }
        Map<String, Candidate> byId =
                new TreeMap<>(candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity())));
        Map<String, List<Integer>> kept = new TreeMap<>();
        byId.keySet().forEach(id -> kept.put(id, new ArrayList<>()));
        var homeless = new ArrayList<Integer>();
        for (int partition = 0; partition < owners.size(); partition++) {
            String owner = owners.get(partition);
            List<Integer> of = owner == null ? null : kept.get(owner);
            (of == null ? homeless : of).add(partition);
        }
        var loads = new HashMap<String, Integer>();
        kept.forEach((id, partitions) -> loads.put(id, partitions.size()));
        Map<String, Integer> quotas = quotas(owners.size(), List.copyOf(byId.values()), loads);
        kept.forEach((id, partitions) -> {
            partitions.sort(Comparator.comparingLong((Integer partition) -> Rendezvous.score(partition, id))
                    .reversed());
            int quota = quotas.getOrDefault(id, 0);
            while (partitions.size() > quota) {
                homeless.add(partitions.removeLast());
            }
        });
        homeless.sort(Comparator.naturalOrder());
        String[] assigned = new String[owners.size()];
        for (int partition : homeless) {
            kept.computeIfAbsent(best(partition, kept, quotas), _ -> new ArrayList<>())
                    .add(partition);
        }
        kept.forEach((id, partitions) -> partitions.forEach(partition -> assigned[partition] = id));
        return List.of(assigned);
    }

    /** Returns the node below its quota that scores highest for a partition. */
    private static String best(int partition, Map<String, List<Integer>> kept, Map<String, Integer> quotas) {
        return kept.entrySet().stream()
                .filter(node -> node.getValue().size() < quotas.getOrDefault(node.getKey(), 0))
                .map(Map.Entry::getKey)
                .max(Comparator.comparingLong(id -> Rendezvous.score(partition, id)))
                .orElseThrow(() -> new IllegalStateException("quotas add up to less than there are partitions"));
    }

    /**
     * Returns how many partitions each node should have. Shares are rounded down; of the partitions left over, one each goes
     * to those that have more than that already, since then nothing moves; then by the largest remainder, and among equals to
     * the zone that got the fewest.
     */
    private static Map<String, Integer> quotas(int partitions, List<Candidate> candidates, Map<String, Integer> loads) {
        long weights = candidates.stream().mapToLong(Candidate::weight).sum();
        var quotas = new HashMap<String, Integer>();
        int left = partitions;
        for (Candidate candidate : candidates) {
            int share = (int) ((long) partitions * candidate.weight() / weights);
            quotas.put(candidate.id(), share);
            left -= share;
        }
        // There are always enough of those whose share is no whole number.
        var waiting = new ArrayList<>(candidates);
        waiting.removeIf(candidate -> (long) partitions * candidate.weight() % weights == 0);
        var extraOfZone = new HashMap<String, Integer>();
        for (; left > 0; left--) {
            Candidate next = waiting.stream()
                    .min(Comparator.comparing((Candidate candidate) ->
                                    loads.getOrDefault(candidate.id(), 0) <= quotas.getOrDefault(candidate.id(), 0))
                            .thenComparingLong(candidate -> -((long) partitions * candidate.weight() % weights))
                            .thenComparingInt(candidate -> extraOfZone.getOrDefault(candidate.zone(), 0))
                            .thenComparing(Candidate::id))
                    .orElseThrow();
            waiting.remove(next);
            quotas.merge(next.id(), 1, Integer::sum);
            extraOfZone.merge(next.zone(), 1, Integer::sum);
        }
        return quotas;
    }
}
