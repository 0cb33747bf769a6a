package io.carillon.e2e.access;

import static io.carillon.e2e.access.Guarded.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Pass;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.testkit.client.HttpReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@GuardedCarillon
class RateTest {

    @Test
    void whoPublishesTooFastIsToldWhenToComeBackAndNobodyElseIsConcerned(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("fast");
        try (var fast = new PublishConnection(carillon.http("/"), as("fast"));
                var slow = new PublishConnection(carillon.http("/"), as("slow"))) {
            HttpReply refused = untilRefused(fast, channel);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("messages: too many of fast (expected: push.publish.rate.principal)");
            assertThat(slow.attempt(channel, "1").status()).isEqualTo(202);
        }
    }

    /** A batch is taken whole or not at all, so a few of them are sure to reach the limit on a machine however slow. */
    private static HttpReply untilRefused(PublishConnection connection, String channel) {
        for (int i = 0; i < 10_000; i++) {
            HttpReply reply = connection.batch(channel, 50);
            if (reply.status() != 200) {
                return reply;
            }
        }
        throw new AssertionError("never refused");
    }

    private static Pass as(String subject) {
        String token = token().publishing("*").of(subject).text();
        return () -> Optional.of(token);
    }
}
