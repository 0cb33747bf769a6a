package io.carillon.bench.jmh;

import io.carillon.core.channel.Partitioner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.sse.SseFraming;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one delivery costs a shard before the system call: from a batch of the owner's to the outlets of 1,000 sessions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FanoutBenchmark {

    private static final int SESSIONS = 1_000;
    private static final Generation GENERATION = Generation.of("bench", 16);
    private static final String CHANNEL = "news";
    private static final int PARTITION = Partitioner.partitionOf(CHANNEL, GENERATION.partitionCount());

    private final SessionGroup group = new SessionGroup(
            GENERATION,
            SessionTiming.DEFAULT,
            SessionLimits.DEFAULT,
            ShardRoom.unlimited(),
            ReplayPace.unlimited(),
            new SplittableRandom(1),
            SessionObserver.NONE,
            new Nobody());
    private final CountingOutlet outlet = new CountingOutlet();
    private final Payload payload = Payload.of('"' + "x".repeat(100) + '"');
    private long offset;

    /** Opens the sessions. */
    @Setup
    public void open() {
        for (int i = 0; i < SESSIONS; i++) {
            Session session =
                    group.open(new SessionRequest(SseFraming.INSTANCE, outlet, List.of(CHANNEL), null, false), 0);
            group.confirmed(session, SessionGroup.OPENING_CHANGE, 0);
        }
        group.flush(0);
    }

    /** One publication to all of them; the figure is for each delivery. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public long deliver() {
        offset++;
        Event event = Event.of(new Publication(CHANNEL, PARTITION, offset, 1_000 + offset, payload));
        group.advanced(PARTITION, offset, 1_000 + offset, List.of(event), 0);
        group.flush(0);
        return outlet.bytes();
    }
}
