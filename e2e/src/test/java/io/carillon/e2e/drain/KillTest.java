package io.carillon.e2e.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.Numbered;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Topic;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end that nobody prepares for: kill -9 of the whole process, broker included. */
class KillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SOME = 50;

    @Test
    void nothingAcknowledgedIsLostAndThePathWorksAgainAfterTheNextStart() {
        String channel = ChannelNames.fresh("kill");
        try (var folder = new DataFolder()) {
            DevCommand command = DevCommand.in(folder.path());
            List<NumberedLoad.Attempt> accepted = killUnderLoad(command, channel);

            try (var carillon = RunningCarillon.start(command);
                    var topic = new Topic(carillon.kafka());
                    Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
                assertThat(Numbered.inLog(topic.readAll(), channel, -1, Long.MAX_VALUE))
                        .containsSubsequence(Numbered.accepted(accepted));

                Receipt next = carillon.publish(channel, "0");
                assertThat(next.position().offset())
                        .isGreaterThan(accepted.getLast().receipt().position().offset());
                assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":0}");
            }
        }
    }

    /** Returns what was accepted by the process that was killed. */
    private static List<NumberedLoad.Attempt> killUnderLoad(DevCommand command, String channel) {
        try (var carillon = RunningCarillon.start(command);
                var load = new NumberedLoad(carillon, List.of(channel), Duration.ofMillis(1))) {
            Eventually.within(PATIENCE)
                    .observing(load::attempts)
                    .until(
                            SOME + " accepted publications",
                            () -> load.accepted(channel).size() >= SOME);

            carillon.process().kill();

            assertThat(carillon.process().awaitExit(PATIENCE)).isEqualTo(137);
            load.stop();
            return load.accepted(channel);
        }
    }
}
