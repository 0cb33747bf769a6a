package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Acknowledges over a WebSocket, with a window of two messages and little patience. */
@Carillon(settings = {"push.ws.ack.window.count=2", "push.ws.ack.timeout.duration=3s"})
class AcknowledgementsTest {

    private static final String MEASURED = "push_edge_ack_seconds_count";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"}$");

    @Test
    void goesOnInOrderAndWithoutAHoleWheneverSomeAreAcknowledged(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ack");
        double measured = carillon.figures().value(MEASURED);
        try (WsClient client = acknowledging(carillon, channel)) {
            for (int i = 0; i < 7; i++) {
                carillon.publish(channel, Integer.toString(i));
            }

            for (int i = 0; i < 7; i++) {
                String text = message(client, channel, i);
                acknowledge(client, idOf(text));
            }
            Eventually.eventually()
                    .until(
                            "seven acknowledgements measured",
                            () -> carillon.figures().value(MEASURED) - measured == 7);
        }
    }

    @Test
    void aClientThatAcknowledgesNothingGetsNoMoreThanItsWindowAndIsClosed(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ack");
        try (WsClient client = acknowledging(carillon, channel)) {
            for (int i = 0; i < 5; i++) {
                carillon.publish(channel, Integer.toString(i));
            }

            WsClose close = client.awaitClose(PATIENCE);

            assertThat(close.code()).isEqualTo(4408);
            assertThat(client.texts().stream().filter(text -> text.startsWith("{\"event\":\"message\"")))
                    .hasSize(2);
        }
    }

    @Test
    void whoComesBackWithTheLastIdThatItAcknowledgedMissesNothing(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ack");
        String acknowledged;
        try (WsClient client = acknowledging(carillon, channel)) {
            for (int i = 0; i < 4; i++) {
                carillon.publish(channel, Integer.toString(i));
            }
            acknowledged = idOf(message(client, channel, 0));
            acknowledge(client, acknowledged);
            message(client, channel, 1);
        }

        Dial dial = Dial.to(carillon.http("/ws/messages?channels=" + channel + "&since=" + acknowledged));
        try (WsClient client = WsClient.connect(dial)) {
            for (int i = 1; i < 4; i++) {
                message(client, channel, i);
            }
        }
    }

    @Test
    void anIdThatCannotHaveBeenSentIsAnsweredByAnErrorAndTheSocketStays(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("ack");
        try (WsClient client = acknowledging(carillon, channel)) {
            acknowledge(client, "yesterday");
            assertThat(client.nextText(PATIENCE)).startsWith("{\"error\":\"").endsWith("\"code\":\"invalid-ack\"}");

            carillon.publish(channel, "0");
            message(client, channel, 0);
        }
    }

    private static WsClient acknowledging(RunningCarillon carillon, String channel) {
        WsClient client = WsClient.connect(Dial.to(carillon.http("/ws/messages?channels=" + channel + "&ack=true")));
        assertThat(client.nextText(PATIENCE)).startsWith("{\"event\":\"ping\"");
        return client;
    }

    private static void acknowledge(WsClient client, String id) {
        client.sendText("{\"event\":\"ack\",\"data\":{\"id\":\"" + id + "\"}}");
    }

    /** Returns the next message, which has to be this one. */
    private static String message(WsClient client, String channel, int value) {
        String text = client.nextText(candidate -> !candidate.startsWith("{\"event\":\"ping\""), PATIENCE);
        assertThat(text)
                .startsWith(
                        "{\"event\":\"message\",\"data\":{\"channel\":\"" + channel + "\",\"message\":" + value + '}');
        return text;
    }

    private static String idOf(String text) {
        Matcher id = ID.matcher(text);
        assertThat(id.find()).as(text).isTrue();
        return id.group(1);
    }
}
