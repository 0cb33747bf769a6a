package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Numbered;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P29: connections live for less than a second, and whoever listens comes back with the last id that it has. */
@Carillon(
        settings = {
            "push.reconnect.dither.min.duration=500ms",
            "push.reconnect.dither.max.duration=800ms",
            "push.client.close.grace.period.duration=200ms"
        })
class PlannedReconnectsTest {

    private static final int CONNECTIONS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void p29NumberedMessagesComeOnceAndInOrderAcrossPlannedReconnects(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("p29");
        List<Heard> heard = new ArrayList<>();
        String cursor = follow(transport, carillon.dial(transport, channel), carillon, heard);

        List<NumberedLoad.Attempt> accepted;
        try (var load = new NumberedLoad(carillon, List.of(channel), Duration.ofMillis(5))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                cursor = follow(transport, returning(transport, carillon, channel, cursor), carillon, heard);
            }
            load.stop();
            accepted = load.accepted(channel);
        }
        for (int i = 0; i < CONNECTIONS && Numbered.heardBy(heard, channel).size() < accepted.size(); i++) {
            cursor = follow(transport, returning(transport, carillon, channel, cursor), carillon, heard);
        }

        assertThat(accepted).hasSizeGreaterThan(CONNECTIONS);
        assertThat(heard).extracting(Heard::event).doesNotContain("gap");
        assertThat(Numbered.heardBy(heard, channel)).isEqualTo(Numbered.accepted(accepted));
    }

    /** Listens until the connection ends by itself, and returns the cursor to come back with. */
    private static String follow(Transport transport, Dial dial, RunningCarillon carillon, List<Heard> heard) {
        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            assertThat(subscriber.awaitEnding(PATIENCE)).isEqualTo(Subscriber.Ending.BYE);
            heard.addAll(subscriber.heard());
            return subscriber.heard().getLast().id();
        }
    }

    private static Dial returning(Transport transport, RunningCarillon carillon, String channel, String cursor) {
        return switch (transport) {
            case SSE -> carillon.dial(transport, channel).header("Last-Event-ID", cursor);
            case WEBSOCKET -> Dial.to(carillon.http(transport.path() + "?channels=" + channel + "&since=" + cursor));
        };
    }
}
