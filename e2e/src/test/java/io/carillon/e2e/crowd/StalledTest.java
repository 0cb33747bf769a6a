package io.carillon.e2e.crowd;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * P30 and N12: a subscriber stops reading while far more is published than could be kept for it. The process has a heap of
 * 512 MB and ends if it does not suffice.
 */
class StalledTest {

    private static final int IN_FLIGHT = 10;

    private static final String STALLED = "push_edge_disconnects_total{reason=\"stalled\",transport=\"sse\"}";

    @ParameterizedTest
    @ValueSource(strings = {"adopted", "parked"})
    void p30OneThatStallsIsCutOffAndTheOthersMissNothing(String outlets) {
        publish(outlets, 100, 10);
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"adopted", "parked"})
    void p30TheSameWithSixHundredMegabytesAndAHundredOthers(String outlets) {
        publish(outlets, 3_000, 100);
    }

    /** Each misses 15 MB, all together more than the heap. */
    @Test
    @Tag("long")
    void manyThatComeBackAndStallAreServedOnceTheyRead() {
        String channel = ChannelNames.fresh("many");
        int missed = 300;
        int live = 20;
        List<LightSubscriber> clients = new ArrayList<>();
        try (var folder = new DataFolder();
                var carillon =
                        RunningCarillon.start(DevCommand.in(folder.path()).with("push.client.stall.duration", "10m"));
                var publisher = new PublishConnection(carillon)) {
            String cursor;
            try (Subscriber earlier = carillon.subscribe(Transport.SSE, channel)) {
                cursor = earlier.heard().getFirst().id();
            }
            String padding = " x".repeat(25_000);
            for (int i = 0; i < missed; i++) {
                publisher.publish(channel, "\"" + i + padding + "\"");
            }
            Dial back = Dial.to(carillon.http("/sse/messages?channels=" + channel + "&since=" + cursor));
            for (int i = 0; i < 50; i++) {
                clients.add(LightSubscriber.stalled(back.receiveBuffer(4_096)));
            }
            for (int i = missed; i < missed + live; i++) {
                publisher.publish(channel, "\"" + i + padding + "\"");
            }

            for (LightSubscriber each : clients) {
                each.begin();
                eventually().observing(() -> each).until("all messages", () -> each.heard() == missed + live);
                assertThat(each.wrong()).isEmpty();
            }
            assertThat(carillon.process().isAlive()).isTrue();
        } finally {
            clients.forEach(LightSubscriber::close);
        }
    }

    private static void awaitHeard(List<LightSubscriber> subscribers, int count) {
        for (LightSubscriber each : subscribers) {
            eventually().observing(() -> each).until(count + " messages", () -> each.heard() >= count);
        }
    }

    private static void publish(String outlets, int publications, int others) {
        String channel = ChannelNames.fresh("stalled");
        String padding = "x".repeat(200_000);
        try (var folder = new DataFolder();
                var carillon = RunningCarillon.start(DevCommand.in(folder.path())
                        .with("push.edge.outlets", outlets)
                        // These clients do not come back, and it may take minutes.
                        .with("push.reconnect.dither.min.duration", "1h")
                        .with("push.reconnect.dither.max.duration", "1h")
                        .with("push.client.stall.duration", "3s"));
                var stalled =
                        SseClient.connect(carillon.dial(Transport.SSE, channel).receiveBuffer(4_096))) {
            stalled.next(Duration.ofSeconds(30));
            stalled.stall();
            List<LightSubscriber> healthy = new ArrayList<>();
            for (int i = 0; i < others; i++) {
                healthy.add(LightSubscriber.connect(carillon.dial(Transport.SSE, channel)));
            }

            for (int i = 0; i < publications; i++) {
                carillon.publish(channel, "\"" + i + padding + "\"");
                // No faster than the healthy ones can take it: what an overload does is another question.
                awaitHeard(healthy, i - IN_FLIGHT);
            }

            for (LightSubscriber each : healthy) {
                eventually().observing(() -> each).until("all messages", () -> each.heard() == publications);
                assertThat(each.wrong()).isEmpty();
                each.close();
            }
            eventually()
                    .observing(() -> carillon.figures().sum("push_edge_disconnects_total"))
                    .until(
                            "the stalled one to be cut off",
                            () -> carillon.figures().value(STALLED) == 1);
            assertThat(carillon.figures().value("push_edge_slow_consumers_total"))
                    .isGreaterThanOrEqualTo(1);
            assertThat(carillon.process().isAlive()).isTrue();
        }
    }
}
