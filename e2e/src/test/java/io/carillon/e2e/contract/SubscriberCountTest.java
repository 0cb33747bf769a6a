package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.wait.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code subscribers} in the answer to a publication: exact for all whose first heartbeat was sent. */
@Carillon
class SubscriberCountTest {

    private static final int SSE = 7;
    private static final int WEBSOCKET = 5;

    @Test
    void connectionsOfBothTransportsAreCountedInEachOfTheirChannels(RunningCarillon carillon) {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            channels.add(ChannelNames.fresh("count"));
        }
        String[] all = channels.toArray(String[]::new);
        List<Subscriber> everywhere = new ArrayList<>();
        for (int i = 0; i < SSE; i++) {
            everywhere.add(carillon.subscribe(Transport.SSE, all));
        }
        for (int i = 0; i < WEBSOCKET; i++) {
            everywhere.add(carillon.subscribe(Transport.WEBSOCKET, all));
        }

        try (Subscriber here = carillon.subscribe(Transport.SSE, channels.getFirst())) {
            assertThat(here.heard()).hasSize(1);
            assertThat(carillon.publish(channels.getFirst(), "1").subscribers()).isEqualTo(SSE + WEBSOCKET + 1);
            for (String channel : channels.subList(1, channels.size())) {
                assertThat(carillon.publish(channel, "1").subscribers()).isEqualTo(SSE + WEBSOCKET);
            }
        }
        awaitCount(channels.getFirst(), SSE + WEBSOCKET, carillon);
        everywhere.subList(0, SSE).forEach(Subscriber::close);
        awaitCount(channels.getLast(), WEBSOCKET, carillon);
        everywhere.forEach(Subscriber::close);
        channels.forEach(channel -> awaitCount(channel, 0, carillon));
    }

    @Test
    void aSubscriberThatComesBackIsCountedAgain(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("count");
        for (Transport transport : Transport.values()) {
            try (Subscriber _ = carillon.subscribe(transport, channel)) {
                assertThat(carillon.publish(channel, "1").subscribers()).isEqualTo(1);
            }
            awaitCount(channel, 0, carillon);
        }
    }

    /** A server learns of a disconnect when it happens, not before. */
    private static void awaitCount(String channel, int count, RunningCarillon carillon) {
        Eventually.eventually()
                .until(
                        count + " subscribers of " + channel,
                        () -> carillon.publish(channel, "0").subscribers() == count);
    }
}
