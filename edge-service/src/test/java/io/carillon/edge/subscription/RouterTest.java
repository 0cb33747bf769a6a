package io.carillon.edge.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.Interest;
import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Framing;
import io.carillon.edge.session.Outlet;
import io.carillon.edge.session.ReplayPace;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionObserver;
import io.carillon.edge.session.SessionRequest;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.session.ShardRoom;
import io.carillon.edge.sse.SseFraming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One partition at one owner, two shards; what the router wants is recorded as words, in order. */
class RouterTest {

    private static final Generation GENERATION = new Generation("0k3f92ab", 1);
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final List<String> done = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final Router router =
            new Router(1, 2, LinkTiming.DEFAULT, LINGER, 10_000, new SplittableRandom(1), new Recorder(done, receipts));

    @Test
    void confirmsASessionOnceTheOwnerMadeItsInterestEffective() {
        attach();

        subscribe(1, "a", "b");
        assertThat(done).containsExactly("change 2 [a=1, b=1]");
        router.received("A", new ToEdge.InterestsEffective(0, 1, 2, 6), 0);

        assertThat(done).containsExactly("change 2 [a=1, b=1]", "confirmed in 1");
    }

    @Test
    void makesOneMessageOfABurstOfSubscriptions() {
        attach();

        router.subscribe(0, session(), 1, List.of("a"));
        router.subscribe(1, session(), 1, List.of("a"));
        router.subscribe(1, session(), 1, List.of("b"));
        router.flush();

        assertThat(done).containsExactly("change 2 [a=2, b=1]");
    }

    @Test
    void handsAPublicationToTheShardsThatWantItAndProgressToAll() {
        attach();
        subscribe(0, "a");
        subscribe(1, "b");
        done.clear();

        batch("a", 6);

        assertThat(done).containsExactly("advanced 6 [a] in 0", "advanced 6 [] in 1");
    }

    @Test
    void hasRoomToGiveBackOnceEveryShardHasDealtWithABatch() {
        attach();
        subscribe(0, "a");
        batch("a", 6);
        Receipt receipt = receipts.getLast();

        assertThat(receipt.sign()).isFalse();
        assertThat(receipt.sign()).isTrue();
        assertThat(receipt.bytes()).isEqualTo(66);
    }

    @Test
    void letsInterestOutliveItsLastListenerForAWhile() {
        attach();
        subscribe(0, "a");
        router.unsubscribe(0, List.of("a"), 0);
        router.flush();
        done.clear();

        router.tick(LINGER.toNanos() - 1);
        router.flush();
        assertThat(router.channels()).isEqualTo(1);

        router.tick(LINGER.toNanos());
        router.flush();
        assertThat(done).contains("change 4 [a withdrawn]");
        assertThat(router.channels()).isZero();
    }

    @Test
    void keepsInterestThatSomebodyCameBackFor() {
        attach();
        subscribe(0, "a");
        router.unsubscribe(0, List.of("a"), 0);
        subscribe(1, "a");

        router.tick(LINGER.toNanos());
        router.flush();

        assertThat(router.channels()).isEqualTo(1);
        assertThat(done).noneMatch(what -> what.contains("withdrawn"));
    }

    private void attach() {
        var table = new PartitionTable(
                1, GENERATION, List.of(new PartitionTable.Entry(1, List.of("A"))), Map.of("A", "A:9090"));
        router.follow(table, 0);
        router.linkOpened("A", 0);
        router.received("A", new ToEdge.Attached(0, 1, 5, 1, 0), 0);
        done.clear();
    }

    private void subscribe(int shard, String... channels) {
        router.subscribe(shard, session(), 1, List.of(channels));
        router.flush();
    }

    private void batch(String channel, long offset) {
        var publication = new Publication(channel, 0, offset, 0, Payload.of("1"));
        router.received("A", new ToEdge.Batch(0, 1, offset - 1, offset, 0, List.of(publication)), 0);
    }

    /** Returns a session of a group that asks for nothing by itself. */
    private static Session session() {
        var group = new SessionGroup(
                GENERATION,
                SessionTiming.DEFAULT,
                SessionLimits.DEFAULT,
                ShardRoom.unlimited(),
                ReplayPace.unlimited(),
                new SplittableRandom(1),
                SessionObserver.NONE,
                new Silence());
        return group.open(new SessionRequest(framing(), new Silence(), List.of("a"), null, false), 0);
    }

    private static Framing framing() {
        return SseFraming.INSTANCE;
    }

    /** Asks for nothing, and takes every byte to nowhere. */
    private static final class Silence implements SessionGroup.Upstream, Outlet {

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

        @Override
        public boolean tryWrite(byte[] frame) {
            return true;
        }

        @Override
        public boolean tryWriteCopy(byte[] bytes, int length) {
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

    private record Recorder(List<String> done, List<Receipt> receipts) implements Router.Output {

        @Override
        public void open(String node, String address) {
            done.add("open " + node);
        }

        @Override
        public void close(String node) {
            done.add("close " + node);
        }

        @Override
        public void send(String node, ToOwner message) {
            if (message instanceof ToOwner.ChangeInterests change) {
                done.add("change " + change.revision() + " "
                        + change.changes().stream().map(Recorder::text).toList());
            }
        }

        @Override
        public void tell(int shard, ShardMessage message) {
            switch (message) {
                case ShardMessage.Advanced advanced -> {
                    receipts.add(advanced.receipt());
                    done.add("advanced " + advanced.through() + " "
                            + advanced.events().stream().map(Event::channel).toList() + " in " + shard);
                }
                case ShardMessage.Lost lost -> done.add("lost " + lost.to() + " in " + shard);
                case ShardMessage.Confirmed _ -> done.add("confirmed in " + shard);
                case ShardMessage.Replayed replayed -> {
                    ToEdge.ReplayPart part = replayed.part();
                    done.add("replayed " + part.id() + " through " + part.through() + " in " + shard);
                }
                case ShardMessage.Drain _ -> done.add("drain in " + shard);
            }
        }

        @Override
        public void fenced(int partition, long epoch, long leastEpoch) {
            done.add("fenced " + epoch);
        }

        private static String text(Interest interest) {
            return interest.channel() + (interest.withdrawn() ? " withdrawn" : "=" + interest.connections());
        }
    }
}
