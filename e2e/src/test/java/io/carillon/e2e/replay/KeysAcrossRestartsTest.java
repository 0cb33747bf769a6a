package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What owner and ingest know of keys is in the log: kill -9 of everything at once, and a start on the same data. The owner
 * remembers less each time (N18), and what it does not remember it reads.
 */
class KeysAcrossRestartsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aKeyIsKnownAfterEverythingWasKilledAndReplaysLeaveRepeatsOut() {
        String channel = ChannelNames.fresh("keys");
        try (var folder = new DataFolder()) {
            DevCommand command = DevCommand.in(folder.path());
            HttpReply first;
            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "3"))) {
                first = publish(carillon, channel, "k", "1");
                publishFive(carillon, channel, 10);
                carillon.process().kill();
                assertThat(carillon.process().awaitExit(PATIENCE)).isEqualTo(137);
            }
            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "1"))) {
                HttpReply repeat = publish(carillon, channel, "k", "1");
                assertThat(repeat.status()).isEqualTo(202);
                assertThat(id(repeat)).isEqualTo(id(first));
                assertThat(publish(carillon, channel, "k", "2").status()).isEqualTo(422);
                publishFive(carillon, channel, 20);
                assertThat(fromTheBeginning(carillon, channel))
                        .containsExactly("1", "10", "11", "12", "13", "14", "20", "21", "22", "23", "24");
                assertThat(carillon.stop()).isZero();
            }
            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "0"))) {
                assertThat(id(publish(carillon, channel, "k", "1"))).isEqualTo(id(first));
                assertThat(fromTheBeginning(carillon, channel)).hasSize(11);
                assertThat(carillon.figures().sum("push_fanout_recent_bytes")).isZero();
            }
        }
    }

    private static List<String> fromTheBeginning(RunningCarillon carillon, String channel) {
        Dial dial = Dial.to(carillon.http("/sse/messages?channels=" + channel + "&since=earliest"));
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, dial)) {
            for (int i = 0; i < 11; i++) {
                subscriber.next("message");
            }
            return subscriber.messages().stream()
                    .map(data -> data.replaceAll(".*\"message\":(.*)}", "$1"))
                    .toList();
        }
    }

    private static void publishFive(RunningCarillon carillon, String channel, int from) {
        for (int i = from; i < from + 5; i++) {
            carillon.publish(channel, Integer.toString(i));
        }
    }

    /** Returns the id in an answer; how many are subscribed may differ, or not be known yet. */
    private static String id(HttpReply reply) {
        return reply.text().replaceAll(".*\"id\":", "");
    }

    private static HttpReply publish(RunningCarillon carillon, String channel, String key, String json) {
        return Http.post(
                Dial.to(carillon.http("/messages")).header("Idempotency-Key", key),
                "application/json",
                "{\"channel\":\"" + channel + "\",\"message\":" + json + "}");
    }
}
