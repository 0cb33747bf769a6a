package io.carillon.edge.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The channels of one session: those that it hears, and those that it has asked for and that are not confirmed yet. */
final class SessionChannels {

    private final SessionGroup group;
    private final Session session;

    /** All of them, in the order in which they were asked for. Replaced, never written to. */
    private List<String> names;

    /** Where the session stands in the list of each channel's sessions. */
    private int[] slots;

    /** Those at the end of the names that are not confirmed. */
    private List<String> joining = List.of();

    private PartitionSet partitions;

    SessionChannels(SessionGroup group, Session session, List<String> names) {
        this.group = group;
        this.session = session;
        this.names = List.copyOf(names);
        this.slots = new int[names.size()];
        this.partitions = group.acquire(names);
    }

    List<String> names() {
        return names;
    }

    int size() {
        return names.size();
    }

    /** Returns the partitions of the channels that the session hears; of those of its request from the beginning. */
    PartitionSet partitions() {
        return partitions;
    }

    /** Returns the channels that the session hears. */
    List<String> heard() {
        return names.subList(0, names.size() - joining.size());
    }

    /** Returns the channels of a partition that the session hears. */
    List<String> heardIn(int partition) {
        return heard().stream()
                .filter(channel -> group.partitionOf(channel) == partition)
                .toList();
    }

    int slot(String channel) {
        return slots[names.indexOf(channel)];
    }

    void slot(String channel, int slot) {
        slots[names.indexOf(channel)] = slot;
    }

    /** Enters the lists of all channels. */
    void enterAll() {
        for (String channel : names) {
            group.sessionsOf(channel).add(session);
        }
    }

    /** Leaves the lists of all channels. */
    void leaveAll() {
        for (String channel : names) {
            group.remove(session, channel);
        }
    }

    /** Takes more channels, which are to be confirmed. */
    void join(List<String> fresh) {
        var all = new ArrayList<>(names);
        all.addAll(fresh);
        slots = Arrays.copyOf(slots, all.size());
        names = List.copyOf(all);
        joining = List.copyOf(fresh);
        for (String channel : fresh) {
            group.sessionsOf(channel).add(session);
        }
    }

    /** Takes it that what was asked for last is confirmed. */
    void confirmed() {
        joining = List.of();
        usePartitions();
    }

    /** Lets go of channels, and returns those that there were. */
    List<String> leave(Collection<String> unwanted) {
        List<String> leaving =
                names.stream().filter(Set.copyOf(unwanted)::contains).toList();
        int[] oldSlots = slots;
        List<String> oldNames = names;
        for (String channel : leaving) {
            group.remove(session, channel);
        }
        names = oldNames.stream().filter(channel -> !leaving.contains(channel)).toList();
        joining = joining.stream().filter(channel -> !leaving.contains(channel)).toList();
        slots = new int[names.size()];
        for (String channel : names) {
            slot(channel, oldSlots[oldNames.indexOf(channel)]);
        }
        usePartitions();
        return leaving;
    }

    void release() {
        group.release(partitions);
    }

    private void usePartitions() {
        PartitionSet before = partitions;
        partitions = group.acquire(heard());
        group.release(before);
    }
}
