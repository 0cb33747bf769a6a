package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.HttpReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Carillon
class PayloadsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":[true,null,{\"c\":{}}],\"a\":2}",
                "[]",
                "5",
                "true",
                "false",
                "-0",
                "1.0",
                "1E400",
                "0.10000000000000000000000000000001",
                "123456789012345678901234567890"
            })
    void p26AJsonValueArrivesAsThatValue(String value, RunningCarillon carillon) {
        expectHeard(value, value, carillon);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"grüße, 世界, 🔔\"",
                "\"two\\nlines\\r\\n\\tand \\\"quotes\\\" \\\\ \\/\"",
                "\"\\u00e9\\u0000\\ud83d\\udd14\\uD83D\"",
                "\"data: x\\n\\nevent: y\"",
                "\"\u2028\u2029\u007f\ufeff\""
            })
    void p27ATextArrivesByteByByteAndCannotBreakTheFraming(String value, RunningCarillon carillon) {
        expectHeard(value, value, carillon);
    }

    @Test
    void p27OnlySpaceBetweenTokensGoesAway(RunningCarillon carillon) {
        expectHeard(" { \"a\" : [ 1 ,\r\n\t2 ] , \" b \" : \"  c\" } ", "{\"a\":[1,2],\" b \":\"  c\"}", carillon);
    }

    /** The request's own object is the 256th level. */
    @Test
    void p26AValueMayBeNested255DeepAndNotDeeper(RunningCarillon carillon) {
        String deepest = "[".repeat(255) + "]".repeat(255);
        expectHeard(deepest, deepest, carillon);

        HttpReply tooDeep = carillon.post("{\"channel\":\"deep\",\"message\":[" + deepest + "]}");

        assertThat(tooDeep.status()).isEqualTo(400);
        assertThat(Problem.of(tooDeep).code()).isEqualTo("malformed-json");
    }

    private static void expectHeard(String published, String heard, RunningCarillon carillon) {
        String channel = ChannelNames.fresh("payload");
        try (Subscriber sse = carillon.subscribe(Transport.SSE, channel);
                Subscriber ws = carillon.subscribe(Transport.WEBSOCKET, channel)) {
            carillon.publish(channel, published);

            String data = "{\"channel\":\"" + channel + "\",\"message\":" + heard + "}";
            assertThat(sse.next().data()).isEqualTo(data);
            assertThat(ws.next().data()).isEqualTo(data);
        }
    }
}
