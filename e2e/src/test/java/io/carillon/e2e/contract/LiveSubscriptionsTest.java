package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes what a WebSocket listens to while it is open. */
@Carillon
class LiveSubscriptionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"}$");

    @Test
    void whatIsPublishedBehindSubscribedIsHeardNextToTheChannelsOfBefore(RunningCarillon carillon) {
        String first = ChannelNames.fresh("first");
        String second = ChannelNames.fresh("second");
        try (WsClient client = connected(carillon, first)) {
            subscribe(client, second, "");

            carillon.publish(second, "1");
            carillon.publish(first, "2");

            assertThat(client.nextText(PATIENCE)).startsWith(message(second, 1));
            assertThat(client.nextText(PATIENCE)).startsWith(message(first, 2));
        }
    }

    @Test
    void aChannelThatIsAddedFromThePastBringsWhatWasMissedBehindItsConfirmation(RunningCarillon carillon) {
        String first = ChannelNames.fresh("first");
        String second = ChannelNames.fresh("second");
        carillon.publish(second, "1");
        carillon.publish(second, "2");
        try (WsClient client = connected(carillon, first)) {
            subscribe(client, second, ",\"since\":\"earliest\"");

            assertThat(client.nextText(PATIENCE)).startsWith(message(second, 1));
            assertThat(client.nextText(PATIENCE)).startsWith(message(second, 2));
        }
    }

    @Test
    void nothingOfAChannelIsHeardBehindUnsubscribed(RunningCarillon carillon) {
        String kept = ChannelNames.fresh("kept");
        String left = ChannelNames.fresh("left");
        try (WsClient client = connected(carillon, kept, left)) {
            client.sendText("{\"event\":\"unsubscribe\",\"data\":{\"channels\":[\"" + left + "\"]}}");
            assertThat(client.nextText(PATIENCE))
                    .startsWith("{\"event\":\"unsubscribed\",\"data\":{\"channels\":[\"" + left + "\"]},\"id\":\"");

            carillon.publish(left, "1");
            carillon.publish(kept, "2");

            assertThat(client.nextText(PATIENCE)).startsWith(message(kept, 2));
        }
    }

    @Test
    void whoIsCutOffComesBackWithItsChannelsOfThatMomentExactlyWhereItWas(RunningCarillon carillon) {
        String first = ChannelNames.fresh("first");
        String second = ChannelNames.fresh("second");
        String cursor;
        try (WsClient client = connected(carillon, first)) {
            subscribe(client, second, "");
            carillon.publish(second, "1");
            cursor = idOf(client.nextText(PATIENCE));
        }
        carillon.publish(first, "2");
        carillon.publish(second, "3");

        Dial dial = Dial.to(carillon.http("/ws/messages?channels=" + first + ',' + second + "&since=" + cursor));
        try (WsClient client = WsClient.connect(dial)) {
            assertThat(client.nextText(PATIENCE)).startsWith("{\"event\":\"ping\"");
            assertThat(new String[] {client.nextText(PATIENCE), client.nextText(PATIENCE)})
                    .anyMatch(text -> text.startsWith(message(first, 2)))
                    .anyMatch(text -> text.startsWith(message(second, 3)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"event":"subscribe"}; invalid-message
                    {"event":"subscribe","data":{"channels":[""]}}; invalid-channel
                    {"event":"subscribe","data":{"channels":["c"],"since":"yesterday"}}; malformed-cursor
                    {"event":"unsubscribe","data":{"channels":5}}; invalid-message
                    """)
    void aRequestThatCannotBeCarriedOutIsAnsweredByAnErrorAndTheSocketStays(
            String request, String code, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("stays");
        try (WsClient client = connected(carillon, channel)) {
            client.sendText(request);
            assertThat(client.nextText(PATIENCE)).startsWith("{\"error\":\"").endsWith("\"code\":\"" + code + "\"}");

            carillon.publish(channel, "1");
            assertThat(client.nextText(PATIENCE)).startsWith(message(channel, 1));
        }
    }

    private static WsClient connected(RunningCarillon carillon, String... channels) {
        WsClient client = WsClient.connect(carillon.dial(Transport.WEBSOCKET, channels));
        assertThat(client.nextText(PATIENCE)).startsWith("{\"event\":\"ping\"");
        return client;
    }

    private static void subscribe(WsClient client, String channel, String place) {
        client.sendText("{\"event\":\"subscribe\",\"data\":{\"channels\":[\"" + channel + "\"]" + place + "}}");
        assertThat(client.nextText(PATIENCE))
                .startsWith("{\"event\":\"subscribed\",\"data\":{\"channels\":[\"" + channel + "\"]},\"id\":\"");
    }

    private static String message(String channel, int value) {
        return "{\"event\":\"message\",\"data\":{\"channel\":\"" + channel + "\",\"message\":" + value + '}';
    }

    private static String idOf(String text) {
        Matcher id = ID.matcher(text);
        assertThat(id.find()).as(text).isTrue();
        return id.group(1);
    }
}
