package io.carillon.e2e.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.SseEvent;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** P35: a process is killed, and all of its clients come back at the same time. */
class StormTest {

    @Test
    void p35AllWhoComeBackAtOnceAreTakenInAtAPaceAndNoneIsRefused() {
        weather(400, 200);
    }

    @Test
    @Tag("long")
    void p35TheSameWithEightThousand() {
        weather(8_000, 2_000);
    }

    private static void weather(int count, int acceptRate) {
        String channel = ChannelNames.fresh("storm");
        try (var folder = new DataFolder()) {
            DevCommand command =
                    DevCommand.in(folder.path()).with("push.http.accept.rate.limit", String.valueOf(acceptRate));
            try (var before = RunningCarillon.start(command);
                    var crowd = Crowd.of(before, channel, count, 100)) {
                before.process().kill();
                assertThat(crowd.clients()).hasSize(count);
            }

            try (var after = RunningCarillon.start(command)) {
                long began = System.nanoTime();
                try (var crowd = Crowd.of(after, channel, count, count)) {
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    System.out.println("storm: " + crowd.connectTimes());

                    // A twentieth of a second's worth may come at once.
                    double least = (count - acceptRate / 20.0) / acceptRate;
                    assertThat(took.toMillis()).isGreaterThan((long) (least * 1_000) - 100);
                    assertThat(after.figures().value("push_http_accepts_delayed_total"))
                            .isGreaterThan(count / 2.0);
                    after.publish(channel, "\"again\"");
                    assertThat(crowd.awaitEvent("message"))
                            .extracting(SseEvent::data)
                            .containsOnly("{\"channel\":\"" + channel + "\",\"message\":\"again\"}");
                }
            }
        }
    }
}
