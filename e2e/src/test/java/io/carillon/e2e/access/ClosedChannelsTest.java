package io.carillon.e2e.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.History;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Token;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import io.carillon.testkit.client.WsClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever may hear some channels hears and reads those, and is told of the others that it may not. */
@Carillon(settings = {"push.auth.mode=jwt", "push.auth.secret=" + ClosedChannelsTest.SECRET})
class ClosedChannelsTest {

    static final String SECRET = "another secret of thirty-two bytes, or more";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String open = ChannelNames.fresh("open");
    private final String closed = ChannelNames.fresh("closed");
    private final String token =
            Token.signedWith(SECRET).publishing("*").hearing(open).text();

    @Test
    void aChannelThatMayNotBeHeardIsNotAddedToAWebSocketWhichStays(RunningCarillon carillon) {
        try (WsClient client = WsClient.connect(withToken(Dial.to(carillon.http("/ws/messages?channels=" + open))))) {
            assertThat(client.nextText(PATIENCE)).startsWith("{\"event\":\"ping\"");

            client.sendText("{\"event\":\"subscribe\",\"data\":{\"channels\":[\"" + open + "\",\"" + closed + "\"]}}");

            assertThat(client.nextText(PATIENCE))
                    .isEqualTo("{\"error\":\"subscribe: the token does not allow " + closed
                            + "\",\"code\":\"forbidden\"}");
            publish(carillon, closed);
            publish(carillon, open);
            assertThat(client.nextText(PATIENCE))
                    .startsWith("{\"event\":\"message\",\"data\":{\"channel\":\"" + open + "\",\"message\":1}");
        }
    }

    @Test
    void thePastOfAChannelThatMayNotBeHeardMayNotBeReadEither(RunningCarillon carillon) {
        publish(carillon, open);

        HttpReply allowed = Http.get(withToken(Dial.to(carillon.http("/history/" + open))));
        HttpReply forbidden = Http.get(withToken(Dial.to(carillon.http("/history/" + closed))));
        HttpReply unknown = Http.get(carillon.http("/history/" + open));

        assertThat(History.of(allowed).gap()).isEmpty();
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.text()).contains("\"code\":\"forbidden\"");
        assertThat(unknown.status()).isEqualTo(401);
    }

    private void publish(RunningCarillon carillon, String channel) {
        HttpReply reply = Http.post(
                withToken(Dial.to(carillon.http("/channels/" + channel + "/messages"))), "application/json", "1");
        assertThat(reply.status()).isEqualTo(202);
    }

    private Dial withToken(Dial dial) {
        return dial.header("Authorization", "Bearer " + token);
    }
}
