package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.sse.SseFraming;
import io.carillon.edge.websocket.WebSocketFraming;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a publication costs in memory must not grow with those who hear it: it is encoded once, and passed on by reference.
 *
 * <p>Counts the bytes that this thread allocates, which the JVM does exactly, whatever the machine is doing.
 */
class FastPathAllocationTest {

    private static final Generation GENERATION = Generation.of("allocation", 4);
    private static final String CHANNEL = "news";
    private static final int PARTITION = Partitioner.partitionOf(CHANNEL, GENERATION.partitionCount());
    private static final int WARM_UP = 200;
    private static final int COUNTED = 200;

    /** Until its compiler has had its turn, the JVM makes objects that it does without later; on a busy machine that takes long. */
    private static final int ROUNDS = 20;

    /** For 990 sessions more; one object for each of them would be 16 KB. Code that is compiled meanwhile may allocate less. */
    private static final long SLACK_BYTES = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Payload payload = Payload.of("\"hello\"");

    @Test
    void deliveringToMoreSessionsAllocatesNoMore() {
        long few = allocatedPerPublication(10, 1);
        long many = allocatedPerPublication(1_000, 1);

        assertThat(many).isLessThan(few + SLACK_BYTES);
    }

    @Test
    void deliveringSeveralPublicationsTogetherAllocatesNoMoreForMoreSessions() {
        long few = allocatedPerPublication(10, 8);
        long many = allocatedPerPublication(1_000, 8);

        assertThat(many).isLessThan(few + SLACK_BYTES);
    }

    private long allocatedPerPublication(int sessions, int together) {
        var group = new SessionGroup(
                GENERATION,
                SessionTiming.DEFAULT,
                SessionLimits.DEFAULT,
                ShardRoom.unlimited(),
                ReplayPace.unlimited(),
                new SplittableRandom(1),
                SessionObserver.NONE,
                new RecordingUpstream(new ArrayList<>()));
        var outlet = new Sink();
        for (int i = 0; i < sessions; i++) {
            Framing framing = i % 2 == 0 ? SseFraming.INSTANCE : WebSocketFraming.INSTANCE;
            group.confirmed(
                    group.open(new SessionRequest(framing, outlet, List.of(CHANNEL), null, false), 0),
                    SessionGroup.OPENING_CHANGE,
                    0);
        }
        group.flush(0);
        long offset = publish(group, 0, WARM_UP, together);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long writesBefore = outlet.writes;
            offset = publish(group, offset, COUNTED, together);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);

            assertThat(outlet.writes - writesBefore).isEqualTo((long) COUNTED * sessions);
        }
        return least / ((long) COUNTED * together);
    }

    private long publish(SessionGroup group, long from, int times, int together) {
        long offset = from;
        for (int i = 0; i < times; i++) {
            for (int each = 0; each < together; each++) {
                offset++;
                Event event = Event.of(new Publication(CHANNEL, PARTITION, offset, 1_000 + offset, payload));
                group.advanced(PARTITION, offset, 1_000 + offset, List.of(event), 0);
            }
            group.flush(0);
        }
        return offset;
    }

    private static final class Sink implements Outlet {

        private long writes;

        @Override
        public boolean tryWrite(byte[] frame) {
            writes++;
            return true;
        }

        @Override
        public boolean tryWriteCopy(byte[] bytes, int length) {
            writes++;
            return true;
        }

        @Override
        public int pendingBytes() {
            return 0;
        }

        @Override
        public void finish() {}

        @Override
        public void abort() {}
    }
}
