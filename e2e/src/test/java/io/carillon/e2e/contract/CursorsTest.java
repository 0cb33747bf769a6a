package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.wait.Eventually;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ids of events are. */
@Carillon(settings = "push.heartbeat.interval.duration=1s")
class CursorsTest {

    @ParameterizedTest
    @EnumSource
    void everyEventCarriesACursorThatNeverGoesBack(Transport transport, RunningCarillon carillon) {
        List<String> channels =
                List.of(ChannelNames.fresh("cursor"), ChannelNames.fresh("cursor"), ChannelNames.fresh("cursor"));
        try (Subscriber subscriber = carillon.subscribe(transport, channels.toArray(String[]::new))) {
            for (int i = 0; i < 60; i++) {
                carillon.publish(channels.get(i % 3), String.valueOf(i));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(subscriber.next("message").event()).isEqualTo("message");
            }
            assertThat(subscriber.next().isHeartbeat()).isTrue();

            expectMonotone(subscriber.heard().stream().map(Heard::cursor).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessagesCursorNamesItsOwnPlaceFirst(Transport transport, RunningCarillon carillon) {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            channels.add(ChannelNames.fresh("own"));
        }
        try (Subscriber subscriber = carillon.subscribe(transport, channels.toArray(String[]::new))) {
            for (String channel : channels) {
                Receipt receipt = carillon.publish(channel, "1");

                Cursor cursor = subscriber.next("message").cursor();
                assertThat(cursor.positions().getFirst()).isEqualTo(receipt.position());
                assertThat(cursor.generation())
                        .isEqualTo(Cursor.parse(receipt.id()).orElseThrow().generation());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCursorOfAQuietConnectionDoesNotAge(Transport transport, RunningCarillon carillon) {
        try (Subscriber subscriber = carillon.subscribe(transport, ChannelNames.fresh("quiet"))) {
            long before = Instant.now().toEpochMilli();

            Eventually.eventually()
                    .observing(subscriber::heard)
                    .until(
                            "a heartbeat that covers later times",
                            () -> subscriber.next().cursor().timeMillis() > before);
        }
    }

    private static void expectMonotone(List<Cursor> cursors) {
        Map<Integer, Long> offsets = new HashMap<>();
        long timeMillis = 0;
        for (Cursor cursor : cursors) {
            assertThat(cursor.generation()).isEqualTo(cursors.getFirst().generation());
            assertThat(cursor.timeMillis()).isGreaterThanOrEqualTo(timeMillis);
            timeMillis = cursor.timeMillis();
            for (Cursor.Position position : cursor.positions()) {
                assertThat(position.offset()).isGreaterThanOrEqualTo(offsets.getOrDefault(position.partition(), -1L));
                offsets.put(position.partition(), position.offset());
            }
        }
        assertThat(cursors).allSatisfy(cursor -> assertThat(cursor.positions()).hasSize(offsets.size()));
    }
}
