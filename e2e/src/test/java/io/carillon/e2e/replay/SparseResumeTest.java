package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import org.junit.jupiter.api.Test;

/** One partition with much that a client does not want; the owner remembers three publications of it. */
@Carillon(settings = {"push.log.partitions=1", "push.fanout.recent.count=3"})
class SparseResumeTest {

    private static final String READ_BYTES = "push_fanout_history_read_bytes_total";

    @Test
    void aClientOfAQuietChannelHearsTheOneThatItMissedAndTheOthersAreNotReadForIt(RunningCarillon carillon) {
        String quiet = ChannelNames.fresh("quiet");
        String busy = ChannelNames.fresh("busy");
        String cursor;
        try (Subscriber earlier = carillon.subscribe(Transport.SSE, quiet)) {
            cursor = earlier.heard().getFirst().id();
        }
        try (var connection = new PublishConnection(carillon)) {
            for (int i = 0; i < 2_000; i++) {
                connection.publish(i == 1_000 ? quiet : busy, "\"" + "x".repeat(200) + "\"");
            }
        }
        double before = carillon.figures().sum(READ_BYTES);

        Dial dial = Dial.to(carillon.http("/sse/messages?channels=" + quiet + "&since=" + cursor));
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, dial)) {
            assertThat(subscriber.next("message").data()).startsWith("{\"channel\":\"" + quiet + "\"");
        }

        // More than half a megabyte lies behind the cursor; a few blocks of 256 were read.
        assertThat(carillon.figures().sum(READ_BYTES) - before).isLessThan(250_000);
    }
}
