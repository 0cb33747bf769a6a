package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P23: least and greatest lifetime the same, and all times below a second. */
@Carillon(
        settings = {
            "push.heartbeat.interval.duration=400ms",
            "push.reconnect.dither.min.duration=900ms",
            "push.reconnect.dither.max.duration=PT0.9S",
            "push.client.close.grace.period.duration=200ms"
        })
class ShortTimesTest {

    @ParameterizedTest
    @EnumSource
    void p23TimesBelowASecondAndALifetimeThatIsNotDrawnWork(Transport transport, RunningCarillon carillon) {
        long startNanos = System.nanoTime();
        try (Subscriber subscriber = carillon.subscribe(transport, ChannelNames.fresh("p23"))) {
            Heard notice = subscriber.next("reconnect");
            Subscriber.Ending ending = subscriber.awaitEnding(Duration.ofSeconds(30));

            assertThat(ending).isEqualTo(Subscriber.Ending.BYE);
            assertThat(notice.data()).isEqualTo("{\"reason\":\"lifetime\"}");
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .isBetween(Duration.ofMillis(900), Duration.ofMillis(2_900));
            assertThat(subscriber.heard().stream().filter(Heard::isHeartbeat).count())
                    .isBetween(2L, 3L);
        }
    }
}
