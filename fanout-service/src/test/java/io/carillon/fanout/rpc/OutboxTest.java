package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.link.ToEdge;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final ToEdge HEARTBEAT = new ToEdge.Heartbeat();

    /** Weighs 64 bytes, 1 for the channel and 1 for the value. */
    private static final ToEdge BATCH =
            new ToEdge.Batch(0, 1, 0, 1, 0, List.of(new Publication("a", 0, 1, 0, Payload.of("1"))));

    @Test
    void isFullAtItsNumberOfMessages() {
        var outbox = new Outbox(2, 1_000);

        assertThat(outbox.offer(HEARTBEAT)).isTrue();
        assertThat(outbox.offer(HEARTBEAT)).isTrue();
        assertThat(outbox.offer(HEARTBEAT)).isFalse();
    }

    @Test
    void isFullAtItsNumberOfBytesAndHasRoomAgainWhenSomeAreTaken() throws Exception {
        var outbox = new Outbox(10, 2 * 66);

        assertThat(outbox.offer(BATCH)).isTrue();
        assertThat(outbox.offer(BATCH)).isTrue();
        assertThat(outbox.offer(BATCH)).isFalse();
        assertThat(outbox.take(Duration.ZERO)).isSameAs(BATCH);
        assertThat(outbox.offer(BATCH)).isTrue();
    }

    @Test
    void takesOneMessageHoweverLarge() {
        assertThat(new Outbox(10, 1).offer(BATCH)).isTrue();
    }

    @Test
    void letsWhatIsReadBackWaitForAllElse() throws Exception {
        var outbox = new Outbox(10, 1_000);
        ToEdge first = part(1);
        ToEdge second = part(2);
        outbox.offer(first);
        outbox.offer(second);
        outbox.offer(BATCH);

        assertThat(outbox.take(Duration.ZERO)).isSameAs(BATCH);
        assertThat(outbox.take(Duration.ZERO)).isSameAs(first);
        assertThat(outbox.take(Duration.ZERO)).isSameAs(second);
    }

    @Test
    void comesToWhatIsReadBackThoughSomethingElseAlwaysWaits() throws Exception {
        var outbox = new Outbox(10, 1_000);
        ToEdge part = part(1);
        outbox.offer(HEARTBEAT);
        outbox.offer(part);

        int overtaking = 0;
        while (!part.equals(outbox.take(Duration.ZERO))) {
            outbox.offer(HEARTBEAT);
            overtaking++;
        }

        assertThat(overtaking).isBetween(256, 258);
    }

    @Test
    void letsNothingThatIsReadBackOvertake() throws Exception {
        var outbox = new Outbox(1_000, 1_000_000);
        ToEdge part = part(1);
        for (int i = 0; i < 900; i++) {
            outbox.offer(HEARTBEAT);
        }
        outbox.offer(part);

        for (int i = 0; i < 900; i++) {
            assertThat(outbox.take(Duration.ZERO)).isSameAs(HEARTBEAT);
        }
        assertThat(outbox.take(Duration.ZERO)).isSameAs(part);
    }

    @Test
    void countsWhatIsReadBackToo() {
        var outbox = new Outbox(1, 1_000);
        outbox.offer(part(1));

        assertThat(outbox.offer(HEARTBEAT)).isFalse();
    }

    @Test
    void swallowsWhatComesAfterItsClosing() throws Exception {
        var outbox = new Outbox(1, 1);
        outbox.offer(HEARTBEAT);

        outbox.close();

        assertThat(outbox.offer(HEARTBEAT)).isTrue();
        assertThat(outbox.offer(HEARTBEAT)).isTrue();
        assertThat(outbox.take(Duration.ofHours(1))).isNull();
    }

    private static ToEdge part(long id) {
        return new ToEdge.ReplayPart(id, 0, 1, 0, 1, false, false, List.of());
    }
}
