package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cursors outlive every process: kill -9 of everything at once, and a start on the same data. */
class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void aClientGoesOnWhereItWasAfterEverythingWasKilled(Transport transport) {
        String channel = ChannelNames.fresh("restart");
        try (var folder = new DataFolder()) {
            DevCommand command = DevCommand.in(folder.path());
            String cursor;
            try (var carillon = RunningCarillon.start(command);
                    Subscriber earlier = carillon.subscribe(transport, channel)) {
                carillon.publish(channel, "0");
                cursor = earlier.next("message").id();
                carillon.publish(channel, "1");
                carillon.publish(channel, "2");
                carillon.process().kill();
                assertThat(carillon.process().awaitExit(PATIENCE)).isEqualTo(137);
            }

            try (var carillon = RunningCarillon.start(command)) {
                carillon.publish(channel, "3");
                Dial dial = Dial.to(carillon.http(transport.path() + "?channels=" + channel + "&since=" + cursor));
                try (Subscriber subscriber = carillon.subscribe(transport, dial)) {
                    for (int number = 1; number <= 3; number++) {
                        Heard next = subscriber.next();
                        assertThat(next.data())
                                .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + number + "}");
                    }
                }
            }
        }
    }
}
