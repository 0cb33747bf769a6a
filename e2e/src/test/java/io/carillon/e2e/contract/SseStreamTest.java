package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Cursor;
import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Bytes;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Carillon
class SseStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void p04TheStreamBringsAHeartbeatAndThenTheMessagesOfAllItsChannels(RunningCarillon carillon) {
        String foo = ChannelNames.fresh("foo");
        String bar = ChannelNames.fresh("bar");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, foo, bar)) {
            carillon.publish(foo, "\"one\"");
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + foo + "\",\"message\":\"one\"}");
            carillon.publish(bar, "\"two\"");
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + bar + "\",\"message\":\"two\"}");

            assertThat(subscriber.heard().getFirst())
                    .satisfies(first -> assertThat(first.event()).isEqualTo("heartbeat"))
                    .satisfies(first -> assertThat(first.data()).isEqualTo("{}"));
        }
    }

    @Test
    void p04TheBytesAreThoseOfPushBehindALineWithTheId(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("bytes");
        try (SseClient client = SseClient.connect(carillon.http("/sse/messages?channels=" + channel), Map.of())) {
            String heartbeatId = client.next(PATIENCE).id();
            carillon.publish(channel, "\"grüße\"");
            String messageId = client.next(PATIENCE).id();

            List<String> chunks = client.chunks().stream().map(Bytes::utf8).toList();
            assertThat(chunks).hasSize(3);
            assertThat(chunks.get(0)).matches("retry:(2[0-9]{3}|3[0-9]{3}|4000)\n\n");
            assertThat(chunks.get(1)).isEqualTo("id:" + heartbeatId + "\nevent:heartbeat\ndata:{}\n\n");
            assertThat(chunks.get(2))
                    .isEqualTo("id:" + messageId + "\nevent:message\ndata:{\"channel\":\"" + channel
                            + "\",\"message\":\"grüße\"}\n\n");
            assertThat(List.of(String.valueOf(heartbeatId), String.valueOf(messageId)))
                    .allSatisfy(id -> assertThat(Cursor.parse(id)).isPresent());
        }
    }

    @Test
    void theHeadKeepsCachesAndProxiesFromHoldingTheStreamBack(RunningCarillon carillon) {
        try (SseClient client = SseClient.connect(carillon.http("/sse/messages?channels=head"), Map.of())) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.headers().all("Content-Type")).containsExactly("text/event-stream;charset=UTF-8");
            assertThat(client.headers().all("Cache-Control")).containsExactly("no-store");
            assertThat(client.headers().all("X-Accel-Buffering")).containsExactly("no");
            assertThat(client.headers().all("Transfer-Encoding")).containsExactly("chunked");
        }
    }

    @Test
    void retriesAreDrawnApartSoThatClientsDoNotComeBackInStep(RunningCarillon carillon) {
        List<Long> retries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (SseClient client = SseClient.connect(carillon.http("/sse/messages?channels=retry"), Map.of())) {
                retries.add(client.next(PATIENCE).retry().orElseThrow());
            }
        }

        assertThat(retries).allSatisfy(millis -> assertThat(millis).isBetween(2_000L, 4_000L));
        assertThat(retries.stream().distinct().count()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sse/messages",
                "/sse/messages?",
                "/sse/messages?channel=c",
                "/sse/messages?channels",
                "/sse/messages?channels="
            })
    void p05WithoutChannelsTheRequestIsRefusedWithPushsWords(String path, RunningCarillon carillon) {
        HttpReply reply = Http.get(Dial.to(carillon.http(path)).header("Accept", "text/event-stream"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply))
                .isEqualTo(new Problem(
                        "The query parameter 'channels' is missing",
                        "channels-required",
                        "'channels' query parameter required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", ",", "%00", "a%2Cb", "%C3", "%0A"})
    void aListWithANameThatBreaksTheRuleIsRefused(String list, RunningCarillon carillon) {
        HttpReply reply = Http.get(carillon.http("/sse/messages?channels=" + list));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Problem.of(reply).code()).isEqualTo("invalid-channel");
    }
}
