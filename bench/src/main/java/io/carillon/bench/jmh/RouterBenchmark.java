package io.carillon.bench.jmh;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.sse.SseFraming;
import io.carillon.edge.subscription.Router;
import io.carillon.edge.subscription.ShardMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one publication costs an edge between its link and its shards: from an owner's batch of ten, each of another channel,
 * to the messages for the shards that want them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {

    private static final int CHANNELS = 1_000;
    private static final int BATCH = 10;
    private static final Generation GENERATION = new Generation("0k3f92ab", 1);
    private static final String OWNER = "owner";

    /** How many shards there are; each wants every channel. */
    @Param({"2", "16"})
    private int shards;

    private final Payload payload = Payload.of('"' + "x".repeat(100) + '"');
    private final Told told = new Told();
    private Router router = router(1);
    private long offset;

    /** Attaches to the owner, and has every shard want every channel. */
    @Setup
    public void attach() {
        router = router(shards);
        router.follow(
                new PartitionTable(
                        1,
                        GENERATION,
                        List.of(new PartitionTable.Entry(1, List.of(OWNER))),
                        Map.of(OWNER, "owner:9090")),
                0);
        router.linkOpened(OWNER, 0);
        router.received(OWNER, new ToEdge.Attached(0, 1, 0, 1, 0), 0);
        var channels = new ArrayList<String>();
        for (int i = 0; i < CHANNELS; i++) {
            channels.add("channel-" + i);
        }
        Session session = session();
        for (int shard = 0; shard < shards; shard++) {
            router.subscribe(shard, session, SessionGroup.OPENING_CHANGE, channels);
        }
        router.flush();
        router.received(OWNER, new ToEdge.InterestsEffective(0, 1, 2, 0), 0);
    }

    /** One batch; the figure is for each publication. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long route() {
        List<Publication> publications = new ArrayList<>(BATCH);
        long after = offset;
        for (int i = 0; i < BATCH; i++) {
            offset++;
            publications.add(new Publication("channel-" + offset % CHANNELS, 0, offset, 1_000 + offset, payload));
        }
        router.received(OWNER, new ToEdge.Batch(0, 1, after, offset, 1_000 + offset, publications), 0);
        return told.events;
    }

    private Router router(int count) {
        return new Router(
                1, count, LinkTiming.DEFAULT, Duration.ofSeconds(5), Long.MAX_VALUE / 2, new SplittableRandom(1), told);
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
                new Nobody());
        return group.open(
                new SessionRequest(SseFraming.INSTANCE, new CountingOutlet(), List.of("channel-0"), null, false), 0);
    }

    /** Counts what shards are told. */
    private static final class Told implements Router.Output {

        private long events;

        @Override
        public void tell(int shard, ShardMessage message) {
            if (message instanceof ShardMessage.Advanced advanced) {
                events += advanced.events().size();
            }
        }

        @Override
        public void open(String node, String address) {}

        @Override
        public void close(String node) {}

        @Override
        public void send(String node, ToOwner message) {}

        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {}
    }
}
