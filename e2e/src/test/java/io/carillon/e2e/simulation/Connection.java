package io.carillon.e2e.simulation;

import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import io.carillon.e2e.simulation.Heard.Heartbeat;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One connection as its client saw it: everything that was heard, and what follows from it. */
final class Connection {

    /** A change of subscriptions that the client asked for: more channels from some place on, or fewer. */
    private record Change(
            boolean more, List<String> channels, @Nullable Place place) {}

    private final String name;
    private final Framing.Kind kind;
    private final SimLog log;
    private final boolean acknowledges;

    /** What the client hears, by channel, in the order in which it asked. */
    private final Map<String, Hearing> hearings = new LinkedHashMap<>();

    /** What the client has asked to change and was not answered, in the order in which it asked. */
    private final Deque<Change> changes = new ArrayDeque<>();

    private final List<Heard> events = new ArrayList<>();
    private @Nullable Heartbeat firstHeartbeat;
    private @Nullable Cursor last;
    /** The channel of each message that was heard, or empty where the client has left it since. */
    private final List<String> messages = new ArrayList<>();

    private int acknowledged;
    private int refusalsExpected;

    Connection(
            SimLog log,
            String name,
            Framing.Kind kind,
            List<String> channels,
            @Nullable Place resume,
            boolean acknowledges) {
        this.log = log;
        this.name = name;
        this.kind = kind;
        this.acknowledges = acknowledges;
        channels.forEach(channel -> hearings.put(channel, new Hearing(log, channel, resume)));
    }

    Framing.Kind kind() {
        return kind;
    }

    boolean acknowledges() {
        return acknowledges;
    }

    /** Returns the channels that the client was told that it hears; those of its request from the beginning. */
    Set<String> channels() {
        return hearings.keySet();
    }

    Hearing hearing(String channel) {
        Hearing hearing = hearings.get(channel);
        if (hearing == null) {
            throw new Violation(name + " hears " + channel + " (expected: one of " + channels() + ")");
        }
        return hearing;
    }

    Collection<Hearing> hearings() {
        return hearings.values();
    }

    /** Returns whether the client hears a channel and has not asked to leave it. */
    boolean wants(String channel) {
        return hearings.containsKey(channel)
                && changes.stream().noneMatch(change -> !change.more && change.channels.contains(channel));
    }

    /** Returns how many changes are not answered. */
    int changesWaiting() {
        return changes.size();
    }

    /** Returns the partitions of the channels, in ascending order. */
    Set<Integer> partitions() {
        Set<Integer> partitions = new TreeSet<>();
        hearings.values().forEach(hearing -> partitions.add(hearing.partition));
        return partitions;
    }

    /** Returns the events heard so far, without the wait that opens a stream of events. */
    List<Heard> events() {
        return events;
    }

    @Nullable Heartbeat firstHeartbeat() {
        return firstHeartbeat;
    }

    /** Returns the youngest cursor, or null before the first. */
    @Nullable Cursor last() {
        return last;
    }

    /** Takes it that the client asks for more channels. */
    void join(List<String> channels, @Nullable Place place) {
        changes.add(new Change(true, channels, place));
    }

    /** Takes it that the client asks to leave channels. */
    void leave(List<String> channels) {
        changes.add(new Change(false, channels, null));
    }

    /** Takes it that the client acknowledges the messages that it had heard at some time. */
    void acknowledge(int heardMessages) {
        acknowledged = Math.max(acknowledged, heardMessages);
    }

    /** Returns how many messages were heard. */
    int messages() {
        return messages.size();
    }

    /** Takes it that the client asks for something that cannot be done. */
    void expectRefusal() {
        refusalsExpected++;
    }

    /** Returns how many messages were heard, of channels that are still heard, that the client has not acknowledged. */
    int unacknowledged() {
        int count = 0;
        for (int i = acknowledged; i < messages.size(); i++) {
            count += messages.get(i).isEmpty() ? 0 : 1;
        }
        return count;
    }

    void hear(Heard heard) {
        if (heard instanceof Heard.Retry) {
            return;
        }
        events.add(heard);
        switch (heard) {
            case Heartbeat heartbeat -> firstHeartbeat = firstHeartbeat == null ? heartbeat : firstHeartbeat;
            case Heard.Subscribed subscribed -> subscribed(subscribed.channels());
            case Heard.Unsubscribed unsubscribed -> unsubscribed(unsubscribed.channels());
            case Heard.Refused refused -> refused(refused);
            case Heard.Message _,
                    Heard.Gap _,
                    Heard.Retry _,
                    Heard.Reconnect _,
                    Heard.TurnedAway _,
                    Heard.Pong _,
                    Heard.End _ -> {
                // They change nothing of what is heard.
            }
        }
        if (heard instanceof Heard.Covered covered) {
            last = covered.id();
            hearings.values().forEach(hearing -> hearing.covered(covered.id()));
        }
        if (heard instanceof Heard.Message message) {
            messages.add(message.channel());
            hearing(message.channel()).received(ownOffset(message, log));
        } else if (heard instanceof Heard.Gap gap) {
            hearing(gap.channel()).gap(gap);
        }
    }

    private void subscribed(List<String> channels) {
        Change change = answered(true, channels);
        for (String channel : channels) {
            hearings.computeIfAbsent(channel, _ -> new Hearing(log, channel, change.place));
        }
    }

    private void unsubscribed(List<String> channels) {
        answered(false, channels);
        messages.replaceAll(channel -> channels.contains(channel) ? "" : channel);
        for (String channel : channels) {
            Hearing over = hearings.remove(channel);
            if (over != null) {
                over.firstHole(false).ifPresent(hole -> {
                    throw new Violation(name + " left " + channel + " without " + hole + " but with later ones");
                });
            }
        }
    }

    private Change answered(boolean more, List<String> channels) {
        Change change = changes.poll();
        if (change == null || change.more != more || !change.channels.equals(channels)) {
            throw new Violation(name + " is " + (more ? "" : "un") + "subscribed: " + channels + " (expected: " + change
                    + ", which it asked for)");
        }
        return change;
    }

    private void refused(Heard.Refused refused) {
        switch (refused.code()) {
            case "too-many-channels", "subscribe-timeout" -> {
                Change change = changes.poll();
                if (change == null || !change.more) {
                    throw new Violation(name + " heard " + refused + " (expected: an answer to " + change + ")");
                }
            }
            case "invalid-ack" -> {
                if (--refusalsExpected < 0) {
                    throw new Violation(name + " heard " + refused + " (expected: none)");
                }
            }
            default -> throw new Violation(name + " heard " + refused + " (expected: nothing like it)");
        }
    }

    /** Returns the first publication that was promised, and neither received nor told of. */
    Optional<Publication> firstHole(boolean live) {
        if (firstHeartbeat == null) {
            return Optional.empty();
        }
        return hearings.values().stream()
                .flatMap(hearing -> hearing.firstHole(live).stream())
                .findFirst();
    }

    static boolean isWithin(Heard.Gap gap, Publication publication) {
        OptionalLong from = offset(gap.from(), gap.channel(), publication.partition());
        OptionalLong to = offset(gap.to(), gap.channel(), publication.partition());
        return gap.channel().equals(publication.channel())
                && from.isPresent()
                && to.isPresent()
                && publication.offset() > from.getAsLong()
                && publication.offset() <= to.getAsLong();
    }

    /** Returns the offset of a channel's place in a cursor, or empty if that has none. */
    static OptionalLong offset(Cursor cursor, String channel, int partition) {
        return cursor.place(channel, partition).orElse(null) instanceof ChannelPlace.Behind(long offset)
                ? OptionalLong.of(offset)
                : OptionalLong.empty();
    }

    /** Returns the offset of the publication that a message's cursor belongs to. */
    static long ownOffset(Heard.Message message, SimLog log) {
        String channel = message.channel();
        if (message.id().place(channel, log.partitionOf(channel)).orElse(null)
                instanceof ChannelPlace.Behind(long offset)) {
            return offset;
        }
        throw new Violation("heard " + message + " (expected: an id with the place of its channel)");
    }

    @Override
    public String toString() {
        return name;
    }
}
