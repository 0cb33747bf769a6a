package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.AppendOutcome;
import io.carillon.core.position.Generation;
import io.carillon.testkit.tcp.RawConnection;
import io.carillon.testkit.wait.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code POST /messages} with one message per line; four lines at most. */
class PublishBatchTest {

    private static final String NDJSON = "application/x-ndjson";

    private final PublishServer server = new PublishServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersEachLineInOrder() {
        var answer = server.post("/messages", NDJSON, """
                {"channel":"a","message":1}
                {"channel":"b"}
                {"channel":"a","message":2}
                """);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NDJSON);
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("{\"subscribers\":2,\"id\":\"1.abcdefgh.1z.0:0\"}");
        assertThat(lines.get(1)).contains("\"status\":400", "\"code\":\"invalid-message\"", "message: missing");
        assertThat(lines.get(2)).isEqualTo("{\"subscribers\":2,\"id\":\"1.abcdefgh.1z.0:1\"}");
        assertThat(server.count("accepted")).isEqualTo(2);
        assertThat(server.count("invalid-message")).isEqualTo(1);
    }

    @Test
    void appendsAllLinesInOrderBeforeItWaitsForAny() {
        List<CompletableFuture<AppendOutcome>> appends = Collections.synchronizedList(new ArrayList<>());
        server.target = (_, value, _) -> {
            var append = new CompletableFuture<AppendOutcome>();
            appends.add(append);
            if (value.toString().equals("3")) {
                // The last line is answered first: none of them may have been waited for until now.
                for (int i = appends.size() - 1; i >= 0; i--) {
                    appends.get(i).complete(new AppendOutcome.Appended(new Generation("abcdefgh", 1), 0, i, 71));
                }
            }
            return append;
        };

        var answer = server.post("/messages", NDJSON, """
                {"channel":"a","message":1}
                {"channel":"a","message":2}
                {"channel":"a","message":3}""", "Prefer", "return=minimal");

        assertThat(answer.headers().firstValue("Preference-Applied")).contains("return=minimal");
        assertThat(answer.body()).isEqualTo("""
                        {"id":"1.abcdefgh.1z.0:0"}
                        {"id":"1.abcdefgh.1z.0:1"}
                        {"id":"1.abcdefgh.1z.0:2"}
                        """);
    }

    @Test
    void answersForEmptyLinesAndLinesThatAreTooLong() {
        String tooLong = "{\"channel\":\"a\",\"message\":\"" + "x".repeat(1000) + "\"}";

        var answer = server.post("/messages", NDJSON, "\r\n" + tooLong + "\n\n{\"channel\":\"a\",\"message\":1}\r\n");

        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("\"code\":\"malformed-json\"");
        assertThat(lines.get(1)).contains("\"status\":413", "line: 1028 bytes (expected: at most 1000)");
        assertThat(lines.get(2)).contains("\"code\":\"malformed-json\"");
        assertThat(lines.get(3)).contains("\"id\"");
    }

    @Test
    void takesAsManyLinesAsTheLimitAllowsAndNoneOfABatchWithMore() {
        String line = "{\"channel\":\"a\",\"message\":1}\n";

        var full = server.post("/messages", NDJSON, line.repeat(4));
        var over = server.post("/messages", NDJSON, line.repeat(5));

        assertThat(full.statusCode()).isEqualTo(200);
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(over.body()).contains("body: 5 lines (expected: at most 4)");
        assertThat(server.log.read("a")).hasSize(4);
    }

    @Test
    void takesNobodysRoomForBodiesThatAreOnlyAnnounced() {
        // All the bytes that there is room for; of the messages, half.
        List<RawConnection> idle = IntStream.range(0, 4)
                .mapToObj(_ -> new RawConnection(server.port()))
                .toList();
        try {
            idle.forEach(connection -> connection.send("POST /messages HTTP/1.1\r\nHost: x\r\nContent-Type: " + NDJSON
                    + "\r\nContent-Length: 5000\r\n\r\n"));
            Eventually.eventually().until("all of them to be under way", () -> server.admission.inFlight() == 4);

            var answer = server.post("/messages", NDJSON, "{\"channel\":\"a\",\"message\":1}");

            assertThat(answer.statusCode()).isEqualTo(200);
        } finally {
            idle.forEach(RawConnection::close);
        }
    }

    @Test
    void shedsABatchAsAWhole() {
        server.admission.tryAdmit(0).orElseThrow().grow(4);

        var answer = server.post("/messages", NDJSON, "{\"channel\":\"a\",\"message\":1}\n".repeat(4));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(server.log.read("a")).isEmpty();
        // The answer is on its way before its request gives back what it had.
        Eventually.eventually()
                .observing(server.admission::inFlight)
                .until("as many under way as before", () -> server.admission.inFlight() == 5);
    }
}
