package io.carillon.e2e.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.End;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.SseEvent;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A crowd at one process, from its coming until the process drains. */
class CrowdTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECTING_AT_ONCE = 200;

    /** What the process opens for itself while clients come: files of the log, connections of its own clients. */
    private static final int OTHER_DESCRIPTORS = 60;

    /** What the process closes of its own meanwhile, which was open before. */
    private static final double CLOSED_DESCRIPTORS = 10;

    @Test
    void p32AndP34AThousandSubscribersCostNoConnectionToTheBrokerAndAreSentAwayOneByOne() {
        gather(1_000);
    }

    @Test
    @Tag("long")
    void p32AndP34TheSameWithNineThousand() {
        gather(9_000);
    }

    private static void gather(int count) {
        String channel = ChannelNames.fresh("crowd");
        try (var folder = new DataFolder();
                var carillon = RunningCarillon.start(DevCommand.in(folder.path()))) {
            double before = carillon.figures().value("process_files_open_files");
            try (var crowd = Crowd.of(carillon, channel, count, CONNECTING_AT_ONCE)) {
                // One each, and not two; the process may have closed some of its own meanwhile.
                assertThat(carillon.figures().value("process_files_open_files") - before)
                        .isBetween(count - CLOSED_DESCRIPTORS, (double) count + OTHER_DESCRIPTORS);

                assertThat(carillon.publish(channel, "\"for all\"").subscribers())
                        .isEqualTo(count);
                assertThat(crowd.awaitEvent("message"))
                        .extracting(SseEvent::data)
                        .containsOnly("{\"channel\":\"" + channel + "\",\"message\":\"for all\"}");

                carillon.process().terminate();
                LongSummaryStatistics asked = crowd.awaitEvent("reconnect").stream()
                        .peek(event -> assertThat(event.data()).isEqualTo("{\"reason\":\"draining\"}"))
                        .mapToLong(SseEvent::atNanos)
                        .summaryStatistics();

                assertThat(asked.getMax() - asked.getMin())
                        .isGreaterThan(Duration.ofMillis(500).toNanos());
                for (SseClient client : crowd.clients()) {
                    assertThat(client.awaitEnd(PATIENCE)).isEqualTo(End.COMPLETE);
                }
                assertThat(carillon.process().awaitExit(PATIENCE)).isZero();
            }
        }
    }
}
