package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Figures;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Topic;
import io.carillon.e2e.system.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Programs that write straight into the topic, as Kafka's own producer does by default. */
@Carillon
class ForeignProducerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void recordsOfAnyProducerAreHeardLikeAllOthers(RunningCarillon carillon) {
        List<String> channels = List.of("a", "ab", "abc", "abcd", "grüße", ChannelNames.fresh("foreign"));
        try (var topic = new Topic(carillon.kafka());
                Subscriber sse = carillon.subscribe(Transport.SSE, channels.toArray(String[]::new));
                Subscriber ws = carillon.subscribe(Transport.WEBSOCKET, channels.toArray(String[]::new))) {
            for (String channel : channels) {
                RecordMetadata written = topic.write(channel, " { \"n\" : 1.0 } ");

                for (Subscriber subscriber : List.of(sse, ws)) {
                    var message = subscriber.next("message");
                    assertThat(message.data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":{\"n\":1.0}}");
                    assertThat(message.cursor().positions().getFirst().offset()).isEqualTo(written.offset());
                }
            }
        }
    }

    @Test
    void aBrokenRecordIsSkippedAndCountedAndNamedAndTheNextOnesAreHeard(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("broken");
        Figures before = carillon.figures();
        try (var topic = new Topic(carillon.kafka());
                Subscriber subscriber = carillon.subscribe(Transport.SSE, channel)) {
            RecordMetadata sound = topic.write(channel, "1");
            int foreign = (sound.partition() + 1) % topic.partitionCount();
            Map<RecordMetadata, String> broken = new HashMap<>();
            broken.put(topic.write(channel, "{\"half\":"), "broken-value");
            broken.put(topic.write(channel, "1 2"), "broken-value");
            broken.put(topic.write(channel, null), "missing-value");
            broken.put(topic.write(channel + ",x", "1"), "invalid-channel");
            broken.put(topic.write(null, "1"), "missing-channel");
            broken.put(topic.write(foreign, channel, "1"), "foreign-partition");
            topic.write(channel, "2");

            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":1}");
            assertThat(subscriber.next().data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":2}");
            // Other partitions are read on their own, so their lines are waited for.
            broken.forEach((record, reason) -> assertThat(carillon.process()
                            .awaitLine(
                                    Pattern.compile("record skipped partition=" + record.partition() + " offset="
                                            + record.offset() + " reason=" + reason),
                                    PATIENCE))
                    .isNotEmpty());
        }
        Figures after = carillon.figures();
        assertThat(skipped("broken-value", after) - skipped("broken-value", before))
                .isEqualTo(2);
        for (String reason : List.of("missing-value", "invalid-channel", "missing-channel", "foreign-partition")) {
            assertThat(skipped(reason, after) - skipped(reason, before))
                    .as(reason)
                    .isEqualTo(1);
        }
    }

    private static double skipped(String reason, Figures figures) {
        return figures.value("push_fanout_records_skipped_total{reason=\"" + reason + "\"}");
    }
}
