package io.carillon.edge.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carillon.core.channel.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever query a client sends, it asks for valid channels, each once, or it is refused. */
class SubscribeQueryFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void whatIsAskedForIsValid(byte[] bytes) {
        String query = new String(bytes, StandardCharsets.ISO_8859_1);

        if (SubscribeQuery.parse(query, Optional.empty(), 100) instanceof SubscribeQuery.Parsed.Valid valid) {
            assertThat(valid.channels())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(100)
                    .doesNotHaveDuplicates();
            assertThat(valid.channels())
                    .allMatch(channel -> ChannelName.problem(channel).isEmpty());
        }
    }
}
