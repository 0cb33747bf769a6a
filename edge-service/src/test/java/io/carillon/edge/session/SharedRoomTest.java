package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Sessions of one shard, each of which may have plenty waiting, while what may wait for all of them is little. All want
 * channel {@code d} in partition 1. The frame of a message has 61 to 65 bytes.
 */
class SharedRoomTest {

    private static final int FRAME_BYTES = 65;
    private static final int PADDING = 20;

    private final List<String> asked = new ArrayList<>();
    private final ShardRoom room = new ShardRoom(new ProcessRoom(1 << 20), 16 * 4 * FRAME_BYTES);
    private final SessionGroup group = new SessionGroup(
            new Generation("0k3f92ab", 2),
            SessionTiming.DEFAULT,
            new SessionLimits(1 << 20, 1_000, 100, 256),
            room,
            ReplayPace.unlimited(),
            new SplittableRandom(1),
            SessionObserver.NONE,
            new RecordingUpstream(asked));
    private long offset;

    @Test
    void aClientThatDoesNotReadGoesOnFromTheLogBeforeItsOwnQueueIsFull() {
        RecordingOutlet stalled = open();
        stalled.congested = true;

        publish(100);

        assertThat(room.usedBytes()).isBetween(3L * FRAME_BYTES - 15, 4L * FRAME_BYTES);
    }

    @Test
    void howManySoeverDoNotReadTheyHoldNoMoreTogetherThanTheShardMay() {
        for (int i = 0; i < 200; i++) {
            open().congested = true;
        }

        publish(100);

        assertThat(room.usedBytes()).isBetween(16L * 3 * FRAME_BYTES, 16L * 4 * FRAME_BYTES);
    }

    @Test
    void whoReadsHearsEverythingAtOnceHoweverShortRoomIs() {
        RecordingOutlet reads = open();
        for (int i = 0; i < 200; i++) {
            open().congested = true;
        }
        publish(100);
        reads.writes.clear();

        publish(3);

        assertThat(reads.writes).hasSize(3);
        assertThat(asked).noneMatch(what -> what.startsWith("replay"));
    }

    @Test
    void whoReadsIsAnsweredHoweverShortRoomIs() {
        RecordingOutlet reads = new RecordingOutlet();
        Session session = open(reads);
        for (int i = 0; i < 200; i++) {
            open().congested = true;
        }
        publish(100);
        reads.writes.clear();

        group.ping(session, 0);
        group.flush(0);

        assertThat(reads.writes).containsExactly("pong;");
    }

    @Test
    void whoReadsAgainGoesOnFromTheLogBySmallSteps() {
        RecordingOutlet slow = new RecordingOutlet();
        Session session = open(slow);
        for (int i = 0; i < 200; i++) {
            open().congested = true;
        }
        slow.congested = true;
        publish(100);

        slow.congested = false;
        group.writable(session, 0);

        assertThat(asked).last().asString().startsWith("replay [d] in 1 from ").endsWith(" until 100 credit 4096");
    }

    @Test
    void nothingIsHeldForThoseWhoAreGone() {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            var outlet = new RecordingOutlet();
            sessions.add(open(outlet));
            outlet.congested = true;
        }
        publish(100);

        for (Session session : sessions) {
            group.gone(session, EndReason.LOST, 0);
        }

        assertThat(room.usedBytes()).isZero();
    }

    private RecordingOutlet open() {
        var outlet = new RecordingOutlet();
        open(outlet);
        return outlet;
    }

    private Session open(RecordingOutlet outlet) {
        Session session = group.open(
                new SessionRequest(new PlainFraming(Framing.Kind.WEBSOCKET), outlet, List.of("d"), null, false), 0);
        group.confirmed(session, SessionGroup.OPENING_CHANGE, 0);
        group.flush(0);
        outlet.writes.clear();
        return session;
    }

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            offset++;
            Event event = Event.of(new Publication("d", 1, offset, 0, Payload.of('"' + "x".repeat(PADDING) + '"')));
            group.advanced(1, offset, 0, List.of(event), 0);
            group.flush(0);
        }
    }
}
