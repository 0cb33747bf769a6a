package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which channels a list names; the same for both transports. */
@Carillon(settings = "push.heartbeat.interval.duration=1s")
class ChannelsTest {

    @ParameterizedTest
    @EnumSource
    void p08ASubscriberHearsNothingOfOtherChannels(Transport transport, RunningCarillon carillon) {
        String mine = ChannelNames.fresh("mine");
        String other = ChannelNames.fresh("other");
        try (Subscriber subscriber = carillon.subscribe(transport, mine);
                Subscriber neighbour = carillon.subscribe(transport, other)) {
            assertThat(carillon.publish(other, "1").subscribers()).isEqualTo(1);
            assertThat(neighbour.next("message").data()).endsWith("\"message\":1}");
            nextHeartbeat(subscriber);
            nextHeartbeat(subscriber);

            assertThat(subscriber.heard()).allMatch(Heard::isHeartbeat);
        }
    }

    @ParameterizedTest
    @EnumSource
    void p24AChannelNamedTwiceIsHeardOnce(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("twice");
        try (Subscriber subscriber = carillon.subscribe(transport, channel, channel)) {
            assertThat(carillon.publish(channel, "1").subscribers()).isEqualTo(1);
            carillon.publish(channel, "2");

            assertThat(subscriber.next("message").data()).endsWith("\"message\":1}");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":2}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void p25APercentEncodedNameIsTheDecodedChannel(Transport transport, RunningCarillon carillon) {
        var dial = Dial.to(carillon.http(transport.path() + "?channels=caf%C3%A9%20%2F%3F%26%3D%25%2B,plus+plus"));
        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            carillon.publish("café /?&=%+", "1");
            assertThat(subscriber.next("message").data()).isEqualTo("{\"channel\":\"café /?&=%+\",\"message\":1}");
            carillon.publish("plus+plus", "2");
            assertThat(subscriber.next("message").data()).isEqualTo("{\"channel\":\"plus+plus\",\"message\":2}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsThatAreGivenApartAreJoined(Transport transport, RunningCarillon carillon) {
        String first = ChannelNames.fresh("joined");
        String second = ChannelNames.fresh("joined");
        var dial = Dial.to(carillon.http(transport.path() + "?channels=" + first + "&_=7&channels=" + second));
        try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
            carillon.publish(second, "2");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":2}");
            carillon.publish(first, "1");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":1}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionMayHaveAHundredChannels(Transport transport, RunningCarillon carillon) {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            channels.add(ChannelNames.fresh("hundred"));
        }
        try (Subscriber subscriber = carillon.subscribe(transport, channels.toArray(String[]::new))) {
            for (String channel : List.of(channels.getFirst(), channels.get(50), channels.getLast())) {
                carillon.publish(channel, "1");
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":1}");
            }
        }
    }

    private static void nextHeartbeat(Subscriber subscriber) {
        assertThat(subscriber.next()).matches(Heard::isHeartbeat, "a heartbeat");
    }
}
