package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares the heap with a list that is searched, over many random steps. */
class DeadlineHeapTest {

    private static final Generation GENERATION = new Generation("0k3f92ab", 1);

    private final SplittableRandom random = new SplittableRandom(42);
    private final DeadlineHeap heap = new DeadlineHeap();
    private final List<Session> sessions = new ArrayList<>();

    @Test
    void hasNoneAtFirst() {
        assertThat(heap.first()).isNull();
    }

    @Test
    void alwaysKnowsWhichComesFirst() {
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(sessions.isEmpty() ? 1 : 3)) {
                case 0 -> add();
                case 1 -> move();
                default -> remove();
            }

            Session first = heap.first();
            long expected = sessions.stream()
                    .map(session -> session.deadlineNanos)
                    .min(Comparator.naturalOrder())
                    .orElse(-1L);
            assertThat(first == null ? -1 : first.deadlineNanos).isEqualTo(expected);
        }
    }

    private void add() {
        Session session = session();
        session.deadlineNanos = random.nextLong(1_000);
        sessions.add(session);
        heap.add(session);
    }

    private void move() {
        Session session = sessions.get(random.nextInt(sessions.size()));
        session.deadlineNanos = random.nextLong(1_000);
        heap.moved(session);
    }

    private void remove() {
        Session session = sessions.remove(random.nextInt(sessions.size()));
        heap.remove(session);
        assertThat(session.heapIndex).isEqualTo(-1);
    }

    private static Session session() {
        var group = new SessionGroup(
                GENERATION,
                SessionTiming.DEFAULT,
                SessionLimits.DEFAULT,
                ShardRoom.unlimited(),
                ReplayPace.unlimited(),
                new SplittableRandom(1),
                SessionObserver.NONE,
                new SessionGroup.Upstream() {
                    @Override
                    public void subscribe(Session session, long change, List<String> channels) {}

                    @Override
                    public void replay(Session session, ToOwner.Replay wanted) {}

                    @Override
                    public void grantReplay(int partition, long id, long bytes) {}

                    @Override
                    public void cancelReplay(int partition, long id) {}

                    @Override
                    public void unsubscribe(List<String> channels) {}
                });
        var request = new SessionRequest(
                new PlainFraming(Framing.Kind.SSE), new RecordingOutlet(), List.of("a"), null, false);
        return new Session(group, request, 1, 0);
    }
}
