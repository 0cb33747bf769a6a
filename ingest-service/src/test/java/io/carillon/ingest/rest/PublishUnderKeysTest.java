package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.AppendOutcome;
import io.carillon.ingest.publish.KeyOwner.Known;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests with an {@code Idempotency-Key}, before a log in memory. */
class PublishUnderKeysTest {

    private final PublishServer server = new PublishServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersARepeatAsTheFirstAndWritesNothing() {
        HttpResponse<String> first = publish("\"k-1\"", "{\"channel\":\"a\",\"message\":1}");
        HttpResponse<String> repeat = publish("k-1", "{\"message\": 1, \"channel\": \"a\"}");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(repeat.statusCode()).isEqualTo(202);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(server.log.read("a")).hasSize(1);
    }

    @Test
    void takesAKeyForBareBodiesAsWell() {
        HttpResponse<String> first = server.post("/channels/a/messages", "text/plain", "hi", "Idempotency-Key", "k");
        HttpResponse<String> repeat = publish("k", "{\"channel\":\"a\",\"message\":\"hi\"}");

        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(server.log.read("a")).hasSize(1);
    }

    @Test
    void tellsKeysOfDifferentChannelsApart() {
        publish("k", "{\"channel\":\"a\",\"message\":1}");
        publish("k", "{\"channel\":\"b\",\"message\":1}");

        assertThat(server.log.read("a")).hasSize(1);
        assertThat(server.log.read("b")).hasSize(1);
    }

    @Test
    void refusesAnotherMessageUnderTheSameKey() {
        publish("k", "{\"channel\":\"a\",\"message\":1}");

        HttpResponse<String> other = publish("k", "{\"channel\":\"a\",\"message\":2}");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("\"code\":\"idempotency-key-reused\"");
        assertThat(server.log.read("a")).hasSize(1);
    }

    @Test
    void refusesARequestWhoseKeyIsStillUnderWay() {
        var outcome = new CompletableFuture<AppendOutcome>();
        var appending = new CompletableFuture<Void>();
        server.target = (_, _, _) -> {
            appending.complete(null);
            return outcome;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> publish("k", "{\"channel\":\"a\",\"message\":1}"));
            appending.join();

            HttpResponse<String> second = publish("k", "{\"channel\":\"a\",\"message\":1}");
            outcome.complete(new AppendOutcome.Unknown("no ack"));

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("\"code\":\"idempotency-key-in-flight\"");
            assertThat(first).succeedsWithin(Duration.ofSeconds(20)).satisfies(answer -> {
                assertThat(answer.statusCode()).isEqualTo(504);
            });
        }
    }

    @Test
    void writesNothingWithoutRoomForTheKeyOrAnOwnerThatKnows() {
        server.owner.answer = new Known.Full();
        HttpResponse<String> full = publish("k", "{\"channel\":\"a\",\"message\":1}");
        server.owner.answer = new Known.Unknown("nobody owns it");
        HttpResponse<String> unknown = publish("k", "{\"channel\":\"a\",\"message\":1}");

        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.body()).contains("\"code\":\"idempotency-store-full\"");
        assertThat(full.headers().firstValue("Retry-After")).isPresent();
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.body()).contains("\"code\":\"idempotency-unavailable\"");
        assertThat(server.log.read("a")).isEmpty();
    }

    @Test
    void answersWithTheOwnersVerdictOnWhatWasAppendedMeanwhile() {
        // Somebody else appends between the question and the append, so that the owner has to be asked again.
        server.target = (channel, value, key) -> {
            server.log.append(channel, value, key);
            return server.log.append(channel, value, key);
        };

        HttpResponse<String> answer = publish("k", "{\"channel\":\"a\",\"message\":1}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("0:0\"");
    }

    @Test
    void refusesMalformedKeysAndKeysOfBatches() {
        HttpResponse<String> malformed = publish("\"k", "{\"channel\":\"a\",\"message\":1}");
        HttpResponse<String> batch = server.post(
                "/messages", "application/x-ndjson", "{\"channel\":\"a\",\"message\":1}\n", "Idempotency-Key", "k");

        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(malformed.body()).contains("\"code\":\"invalid-idempotency-key\"");
        assertThat(batch.statusCode()).isEqualTo(400);
        assertThat(server.log.read("a")).isEmpty();
    }

    private HttpResponse<String> publish(String key, String body) {
        return server.post("/messages", "application/json", body, "Idempotency-Key", key);
    }
}
