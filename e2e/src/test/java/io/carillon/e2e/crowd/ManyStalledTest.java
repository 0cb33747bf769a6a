package io.carillon.e2e.crowd;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many subscribers stop reading, and the process may not hold as much as each of them might have waiting. */
class ManyStalledTest {

    private static final int STALLED = 30;
    private static final int PUBLICATIONS = 300;
    private static final int LIMIT_BYTES = 1 << 20;

    /** What a socket took in part is kept until it is out, and what a client has asked for is sent. */
    private static final int SLACK_BYTES = STALLED * (64 << 10);

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"adopted", "parked"})
    void whatWaitsForAllStaysWithinTheProcesssLimitAndWhoReadsMissesNothing(String outlets) {
        String channel = ChannelNames.fresh("many-stalled");
        String padding = "x".repeat(20_000);
        List<SseClient> stalled = new ArrayList<>();
        try (var folder = new DataFolder();
                var carillon = RunningCarillon.start(DevCommand.in(folder.path())
                        .with("push.edge.outlets", outlets)
                        .with("push.edge.queue.bytes", String.valueOf(LIMIT_BYTES))
                        .with("push.edge.shard.queue.bytes", String.valueOf(LIMIT_BYTES)));
                var healthy = LightSubscriber.connect(carillon.dial(Transport.SSE, channel))) {
            for (int i = 0; i < STALLED; i++) {
                var client =
                        SseClient.connect(carillon.dial(Transport.SSE, channel).receiveBuffer(4_096));
                client.next(Duration.ofSeconds(30));
                client.stall();
                stalled.add(client);
            }

            double most = 0;
            for (int i = 0; i < PUBLICATIONS; i++) {
                carillon.publish(channel, "\"" + i + padding + "\"");
                if (i % 10 == 0) {
                    most = Math.max(most, carillon.figures().value("push_edge_queued_bytes"));
                }
            }

            eventually().observing(healthy::heard).until("all messages", () -> healthy.heard() == PUBLICATIONS);
            assertThat(healthy.wrong()).isEmpty();
            assertThat(most).isBetween(LIMIT_BYTES / 2.0, (double) LIMIT_BYTES + SLACK_BYTES);
            assertThat(carillon.figures().value("push_edge_queue_shortages_total"))
                    .isPositive();
            stalled.forEach(SseClient::close);
            eventually()
                    .observing(() -> carillon.figures().value("push_edge_queued_bytes"))
                    .until("nothing to wait any more", () -> carillon.figures().value("push_edge_queued_bytes") == 0);
        } finally {
            stalled.forEach(SseClient::close);
        }
    }
}
