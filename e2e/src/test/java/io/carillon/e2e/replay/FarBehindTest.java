package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The owner remembers three publications of a partition, so everything older is read from the log. */
@Carillon(settings = {"push.fanout.recent.count=3", "push.client.stall.duration=10m"})
class FarBehindTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void aClientThatWasAwayForLongHearsAllItMissed(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("far");
        int count = 300;
        String cursor;
        try (Subscriber earlier = carillon.subscribe(transport, channel)) {
            cursor = earlier.heard().getFirst().id();
        }
        publish(carillon, channel, 0, count, 1_000);

        Dial dial = Dial.to(carillon.http(transport.path() + "?channels=" + channel + "&since=" + cursor));
        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            for (int i = 0; i < count; i++) {
                assertThat(subscriber.next("message").data()).startsWith(beginning(channel, i));
            }
            publish(carillon, channel, count, count + 1, 10);
            assertThat(subscriber.next("message").data()).startsWith(beginning(channel, count));

            assertThat(subscriber.heard()).extracting(Heard::event).doesNotContain("gap");
            assertThat(subscriber.messages()).hasSize(count + 1);
        }
    }

    @Test
    void aClientThatStallsAndThenReadsHearsEverythingWhileTheOthersGoOn(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("slow");
        int count = 300;
        double slowBefore = carillon.figures().sum("push_edge_slow_consumers_total");
        Dial dial = carillon.dial(Transport.SSE, channel);
        try (SseClient stalled = SseClient.connect(dial.receiveBuffer(4_096));
                Subscriber healthy = carillon.subscribe(Transport.WEBSOCKET, channel)) {
            SseEvent first = stalled.next(PATIENCE);
            assertThat(first.event()).isEqualTo("heartbeat");
            stalled.stall();

            // More than the queue and what operating systems keep for a connection take together.
            publish(carillon, channel, 0, count, 50_000);
            for (int i = 0; i < count; i++) {
                assertThat(healthy.next("message").data()).startsWith(beginning(channel, i));
            }
            assertThat(carillon.figures().sum("push_edge_slow_consumers_total")).isGreaterThan(slowBefore);
            stalled.resume();

            for (int i = 0; i < count; i++) {
                SseEvent event = stalled.next(each -> !each.event().equals("heartbeat"), PATIENCE);
                assertThat(event.event()).isEqualTo("message");
                assertThat(event.data()).startsWith(beginning(channel, i));
            }
            publish(carillon, channel, count, count + 1, 10);
            SseEvent live = stalled.next(each -> !each.event().equals("heartbeat"), PATIENCE);
            assertThat(live.data()).startsWith(beginning(channel, count));
        }
    }

    private static void publish(RunningCarillon carillon, String channel, int from, int to, int bytes) {
        String padding = "x".repeat(bytes);
        try (var connection = new PublishConnection(carillon)) {
            for (int i = from; i < to; i++) {
                connection.publish(channel, "\"" + i + " " + padding + "\"");
            }
        }
    }

    private static String beginning(String channel, int number) {
        return "{\"channel\":\"" + channel + "\",\"message\":\"" + number + " x";
    }
}
