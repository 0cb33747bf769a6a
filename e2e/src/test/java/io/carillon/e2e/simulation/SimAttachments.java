package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an edge is attached, as what it says and hears tells. Kept here and not asked of the edge's rules, which would be both
 * judge and party.
 */
final class SimAttachments {

    /** What an edge has asked for and has no answer to. */
    private record Asked(SimLink link, long revision) {}

    /** The owner, and under which epoch it serves. */
    private record Served(SimLink link, long epoch) {}

    private final String edge;
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<Integer, Served> served = new HashMap<>();
    private final Map<Integer, SimLink> attached = new HashMap<>();
    private final Map<Integer, Long> newestEpoch = new HashMap<>();

    /** The message that the edge deals with now. */
    private @Nullable Served heard;

    SimAttachments(String edge) {
        this.edge = edge;
    }

    /** Returns the link on which a partition is attached for sure: the last thing said about it was the owner's yes. */
    Map<Integer, SimLink> attached() {
        return attached;
    }

    void sent(SimLink link, ToOwner message) {
        if (message instanceof ToOwner.Attach attach) {
            Served present = served.get(attach.partition());
            if (present != null && present.link == link && present.epoch >= attach.epoch()) {
                // It begins anew where it was: what still comes of before has a hole.
                served.remove(attach.partition());
            }
            attached.remove(attach.partition());
            asked.put(attach.partition(), new Asked(link, attach.revision()));
        } else if (message instanceof ToOwner.Detach(int partition)) {
            attached.remove(partition, link);
            served.computeIfPresent(partition, (_, present) -> present.link == link ? null : present);
        }
    }

    void received(SimLink link, ToEdge message) {
        heard = null;
        switch (message) {
            case ToEdge.Attached answer -> {
                heard = new Served(link, answer.epoch());
                Asked question = asked.get(answer.partition());
                if (question != null && question.link == link && answer.revision() >= question.revision) {
                    asked.remove(answer.partition());
                    attached.put(answer.partition(), link);
                    served.put(answer.partition(), heard);
                }
            }
            case ToEdge.Refused answer -> {
                attached.remove(answer.partition(), link);
                boolean moved = answer.reason() == ToEdge.Reason.MOVED
                        && served.remove(answer.partition(), new Served(link, answer.epoch()));
                if (!moved) {
                    asked.computeIfPresent(
                            answer.partition(), (_, question) -> question.link == link ? null : question);
                }
            }
            case ToEdge.Batch batch -> heard = new Served(link, batch.epoch());
            case ToEdge.InterestsEffective _, ToEdge.ReplayPart _, ToEdge.Heartbeat _ -> {
                // They bring no publications.
            }
        }
    }

    /**
     * Takes it that the edge passes on what it hears of a partition.
     *
     * @throws Violation if it comes from an owner that was replaced, or belongs to an attachment that the edge has given up:
     *     that one may lack what became effective elsewhere meanwhile
     */
    void passesOn(int partition) {
        Served from = heard;
        if (from == null) {
            throw new Violation(edge + " passes on something of partition " + partition + " that nobody sent");
        }
        long newest = newestEpoch.getOrDefault(partition, 0L);
        if (from.epoch < newest) {
            throw new Violation(edge + " passes on partition " + partition + " of epoch " + from.epoch
                    + " (expected: at least " + newest + ", which has spoken)");
        }
        newestEpoch.put(partition, from.epoch);
        if (!from.equals(served.get(partition))) {
            throw new Violation(edge + " passes on partition " + partition + " of " + from + " (expected: of "
                    + served.get(partition) + ", where it is attached)");
        }
    }

    void lost(SimLink link) {
        attached.values().remove(link);
        asked.values().removeIf(question -> question.link == link);
        served.values().removeIf(present -> present.link == link);
    }
}
