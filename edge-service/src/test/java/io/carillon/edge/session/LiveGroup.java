package io.carillon.edge.session;

import io.carillon.core.position.Cursor;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A group with one WebSocket client, for tests. Two partitions; channel {@code a} lives in 0, {@code d} and {@code f} in 1.
 */
final class LiveGroup {

    final List<String> asked = new ArrayList<>();
    final List<EndReason> ends = new ArrayList<>();
    final RecordingOutlet outlet = new RecordingOutlet();
    final RecordingUpstream upstream = new RecordingUpstream(asked);
    final SessionGroup group;
    final Session session;
    private long nowMillis;

    LiveGroup(SessionLimits limits, boolean acknowledges, @Nullable Place place, String... channels) {
        group = new SessionGroup(
                new Generation("0k3f92ab", 2),
                SessionTiming.DEFAULT,
                limits,
                ShardRoom.unlimited(),
                ReplayPace.unlimited(),
                new SplittableRandom(1),
                new EndsObserver(ends),
                upstream);
        advance(0, 5);
        advance(1, 9);
        var request = new SessionRequest(
                new PlainFraming(Framing.Kind.WEBSOCKET), outlet, List.of(channels), place, acknowledges);
        session = group.open(request, 0);
        for (int i = session.channels().partitions().size(); i > 0; i--) {
            group.confirmed(session, SessionGroup.OPENING_CHANGE, 0);
        }
        group.flush(0);
    }

    /** Returns what was written and forgets it. */
    List<String> heard() {
        List<String> heard = outlet.writes.stream()
                .flatMap(write -> List.of(write.split(";")).stream())
                .toList();
        outlet.writes.clear();
        return heard;
    }

    void subscribe(@Nullable Place place, String... channels) {
        group.subscribe(session, List.of(channels), place, nanos());
        group.flush(nanos());
    }

    void unsubscribe(String... channels) {
        group.unsubscribe(session, List.of(channels), nanos());
        group.flush(nanos());
    }

    void confirm() {
        group.confirmed(session, upstream.lastChange(), nanos());
        group.flush(nanos());
    }

    void ack(String id) {
        group.acknowledged(session, Cursor.parse("1.0k3f92ab.0." + id).orElseThrow(), nanos());
        group.flush(nanos());
    }

    void advance(int partition, long through, Event... events) {
        group.advanced(partition, through, 0, List.of(events), nanos());
        group.flush(nanos());
    }

    void replayed(int partition, long after, long through, boolean done, Event... events) {
        replayed(partition, after, through, done, false, events);
    }

    void replayed(int partition, long after, long through, boolean done, boolean incomplete, Event... events) {
        var part =
                new ReplayedPart(partition, upstream.lastReplayId(), after, through, done, incomplete, List.of(events));
        group.replayed(session, part, nanos());
        group.flush(nanos());
    }

    void pass(Duration time) {
        nowMillis += time.toMillis();
        group.tick(nanos());
        group.flush(nanos());
    }

    long nanos() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    static Place cursor(String text) {
        return new Place.At(Cursor.parse(text).orElseThrow());
    }

    static Event event(String channel, long offset) {
        return Event.of(new Publication(channel, channel.equals("a") ? 0 : 1, offset, 0, Payload.of("1")));
    }
}
