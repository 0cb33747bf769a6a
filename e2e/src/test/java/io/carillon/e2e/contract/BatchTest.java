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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Carillon
class BatchTest {

    private static final String NDJSON = "application/x-ndjson";

    @Test
    void everyLineIsAnsweredInItsPlace(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("lines");
        String good = "{\"channel\":\"" + channel + "\",\"message\":1}";

        HttpReply reply = post(good + "\n{\"channel\":\"\",\"message\":1}\n" + good + "\nnonsense", carillon);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo(NDJSON);
        List<String> lines = reply.text().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("{\"subscribers\":0,\"id\":\"1.");
        assertThat(lines.get(1)).contains("\"status\":400").contains("\"code\":\"invalid-channel\"");
        assertThat(lines.get(2)).startsWith("{\"subscribers\":0,\"id\":\"1.");
        assertThat(lines.get(3)).contains("\"status\":400").contains("\"code\":\"malformed-json\"");
    }

    @Test
    void linesOfAChannelAreHeardInTheirOrder(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("order");
        try (Subscriber subscriber = carillon.subscribe(Transport.WEBSOCKET, channel)) {
            String batch = IntStream.range(0, 1_000)
                    .mapToObj(number -> "{\"channel\":\"" + channel + "\",\"message\":" + number + "}\n")
                    .collect(Collectors.joining());

            HttpReply reply = post(batch, carillon);

            assertThat(reply.text().lines())
                    .hasSize(1_000)
                    .allSatisfy(line -> assertThat(line).startsWith("{\"subscribers\":1,\"id\":\"1."));
            for (int number = 0; number < 1_000; number++) {
                assertThat(subscriber.next().data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + number + "}");
            }
        }
    }

    @Test
    void moreThanAThousandLinesAreRefusedAsAWhole(RunningCarillon carillon) {
        HttpReply reply = post("{\"channel\":\"many\",\"message\":1}\n".repeat(1_001), carillon);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(Problem.of(reply).detail()).isEqualTo("body: 1001 lines (expected: at most 1000)");
    }

    private static HttpReply post(String body, RunningCarillon carillon) {
        return Http.post(Dial.to(carillon.http("/messages")), NDJSON, body);
    }
}
