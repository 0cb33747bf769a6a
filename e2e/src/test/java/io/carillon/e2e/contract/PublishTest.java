package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Carillon
class PublishTest {

    private static final String RECEIPT =
            "\\{\"subscribers\":0,\"id\":\"1\\.[0-9a-z]{8}\\.[0-9a-z]+\\.[0-9]+:[0-9]+\"}";

    @ParameterizedTest
    @EnumSource
    void p01OneSubscriberHearsExactlyWhatWasPublished(Transport transport, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("p01");
        try (Subscriber subscriber = carillon.subscribe(transport, channel)) {
            Receipt receipt = carillon.publish(channel, "\"hello\"");

            assertThat(receipt.subscribers()).isEqualTo(1);
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":\"hello\"}");
        }
    }

    @Test
    void p02WithoutSubscribersTheCountIsZero(RunningCarillon carillon) {
        HttpReply reply = carillon.post("{\"channel\":\"" + ChannelNames.fresh("p02") + "\",\"message\":1}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).matches(RECEIPT);
    }

    @Test
    void p03AllSubscribersAreCountedAndHear(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("p03");
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            subscribers.add(carillon.subscribe(i < 3 ? Transport.SSE : Transport.WEBSOCKET, channel));
        }

        assertThat(carillon.publish(channel, "7").subscribers()).isEqualTo(5);
        assertThat(subscribers)
                .allSatisfy(subscriber -> assertThat(subscriber.next().data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":7}"));
        subscribers.forEach(Subscriber::close);
    }

    @Test
    void theReceiptNamesThePublicationsOwnPlace(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("receipt");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            Receipt receipt = carillon.publish(channel, "1");

            assertThat(subscriber.next().cursor().positions().getFirst()).isEqualTo(receipt.position());
        }
    }

    @Test
    void aNumericChannelCountsAsItsText(RunningCarillon carillon) {
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, "1907")) {
            HttpReply reply = carillon.post("{\"channel\":1907,\"message\":true}");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"1907\",\"message\":true}");
        }
    }

    @Test
    void otherMembersAreIgnored(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("members");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            HttpReply reply = carillon.post("{\"x\":[{\"channel\":1}],\"message\":1,\"channel\":\"" + channel + "\"}");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":1}");
        }
    }

    @Test
    void aMinimalAnswerLeavesTheCountOut(RunningCarillon carillon) {
        Dial dial = Dial.to(carillon.http("/messages")).header("Prefer", "return=minimal");

        HttpReply reply = Http.post(dial, "application/json", "{\"channel\":\"minimal\",\"message\":1}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(reply.text()).matches("\\{\"id\":\"1\\.[0-9a-z]{8}\\.[0-9a-z]+\\.[0-9]+:[0-9]+\"}");
    }

    /** What {@code curl -d hi} sends. */
    @Test
    void theBareBodyOfACurlLineBecomesAString(RunningCarillon carillon) {
        assertThat(heardOf("application/x-www-form-urlencoded", "hi \"there\"\n", carillon))
                .isEqualTo("\"hi \\\"there\\\"\\n\"");
    }

    @Test
    void aBareTextBecomesAString(RunningCarillon carillon) {
        assertThat(heardOf("text/plain;charset=UTF-8", "grüße", carillon)).isEqualTo("\"grüße\"");
    }

    @Test
    void aBareJsonBodyIsTheValue(RunningCarillon carillon) {
        assertThat(heardOf("application/json", " [1, 2.50] ", carillon)).isEqualTo("[1,2.50]");
    }

    @Test
    void aChannelInThePathIsPercentDecoded(RunningCarillon carillon) {
        try (Subscriber subscriber = carillon.subscribe(Transport.WEBSOCKET, "room 7/é")) {
            HttpReply reply =
                    Http.post(Dial.to(carillon.http("/channels/room%207%2F%C3%A9/messages")), "text/plain", "x");

            assertThat(reply.status()).isEqualTo(202);
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"room 7/é\",\"message\":\"x\"}");
        }
    }

    /** Publishes a bare body and returns the message that is heard. */
    private static String heardOf(String contentType, String body, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("bare");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            HttpReply reply =
                    Http.post(Dial.to(carillon.http("/channels/" + channel + "/messages")), contentType, body);
            assertThat(reply.status()).isEqualTo(202);

            String prefix = "{\"channel\":\"" + channel + "\",\"message\":";
            String data = subscriber.next().data();
            assertThat(data).startsWith(prefix).endsWith("}");
            return data.substring(prefix.length(), data.length() - 1);
        }
    }
}
