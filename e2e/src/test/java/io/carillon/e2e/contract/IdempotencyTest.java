package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key}: a message that is published twice is heard once. */
@Carillon
class IdempotencyTest {

    @Test
    void aRepeatIsAnsweredAsTheFirstAndNotHeard(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("once");
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            HttpReply first = publish(carillon, channel, "\"k-1\"", "1");
            HttpReply repeat = publish(carillon, channel, "k-1", "1");
            carillon.publish(channel, "2");

            assertThat(first.status()).isEqualTo(202);
            assertThat(repeat.status()).isEqualTo(202);
            assertThat(repeat.text()).isEqualTo(first.text());
            assertThat(subscriber.next("message").data()).endsWith("\"message\":1}");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":2}");
        }
    }

    @Test
    void aKeyStandsForOneMessage(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("reused");
        publish(carillon, channel, "k", "1");

        HttpReply other = publish(carillon, channel, "k", "2");

        assertThat(other.status()).isEqualTo(422);
        assertThat(Problem.of(other).code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void howeverManyPublishAtTheSameTimeOneIsHeardAndNobodyIsToldOtherwise(RunningCarillon carillon)
            throws ExecutionException, InterruptedException {
        String channel = ChannelNames.fresh("race");
        try (Subscriber subscriber = carillon.subscribe(Transport.WEBSOCKET, channel);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpReply>> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(threads.submit(() -> publish(carillon, channel, "k", "1")));
            }
            List<String> accepted = new ArrayList<>();
            Set<Integer> others = new TreeSet<>();
            for (Future<HttpReply> reply : replies) {
                if (reply.get().status() == 202) {
                    accepted.add(reply.get().text().replaceAll(".*\"id\":", ""));
                } else {
                    others.add(reply.get().status());
                }
            }
            carillon.publish(channel, "\"last\"");

            assertThat(accepted).isNotEmpty().containsOnly(accepted.getFirst());
            assertThat(others).isSubsetOf(409);
            assertThat(subscriber.next("message").data()).endsWith("\"message\":1}");
            assertThat(subscriber.next("message").data()).endsWith("\"message\":\"last\"}");
        }
    }

    @Test
    void keysThatAreNoneAreRefused(RunningCarillon carillon) {
        HttpReply malformed = publish(carillon, ChannelNames.fresh("key"), "\"k", "1");

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(Problem.of(malformed).code()).isEqualTo("invalid-idempotency-key");
    }

    static HttpReply publish(RunningCarillon carillon, String channel, String key, String json) {
        return Http.post(
                Dial.to(carillon.http("/messages")).header("Idempotency-Key", key),
                "application/json",
                "{\"channel\":\"" + channel + "\",\"message\":" + json + "}");
    }
}
