package io.carillon.e2e.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.Figures;
import io.carillon.e2e.system.History;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.wait.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much of a partition is kept in memory changes where readers are served from, and nothing else. */
@Tag("long")
class CacheSizesTest {

    private static final String HITS = "push_fanout_history_hits_total";
    private static final String MISSES = "push_fanout_history_misses_total";

    /** Of what is published to see whether the process is ready. */
    private static final int OTHERS_WEIGHT = new Publication("ready", 0, 0, 0, Payload.of("true")).weight();

    private final String channel = ChannelNames.fresh("sizes");
    private final List<String> ids = new ArrayList<>();

    @Test
    void n07n18TheYoungestAreInMemoryAndAllAreThereWithAnySizeLoweredLater() {
        try (var folder = new DataFolder()) {
            DevCommand command = DevCommand.in(folder.path()).with("push.log.partitions", "1");

            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "3"))) {
                publish(carillon, 4, 3);
                publish(carillon, 2, 3);

                expectFrom(carillon, 2, HITS);
                expectFrom(carillon, 1, MISSES);
            }
            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "1"))) {
                publish(carillon, 2, 1);

                expectFrom(carillon, 6, HITS);
                expectFrom(carillon, 5, MISSES);
                expectStreamBehind(carillon, 0);
            }
            try (var carillon = RunningCarillon.start(command.with("push.fanout.recent.count", "0"))) {
                publish(carillon, 1, 0);

                expectFrom(carillon, 7, MISSES);
                expectStreamBehind(carillon, 0);
            }
        }
    }

    /** Publishes so many, and expects no more than the limit in memory whenever one is there. */
    private void publish(RunningCarillon carillon, int count, int limit) {
        long weight = new Publication(channel, 0, 0, 0, Payload.of("0")).weight();
        for (int i = 0; i < count; i++) {
            ids.add(carillon.publish(channel, String.valueOf(ids.size())).id());
            assertThat(carillon.figures().value("push_fanout_recent_bytes"))
                    .isLessThanOrEqualTo((double) Math.max(limit, 1) * Math.max(weight, OTHERS_WEIGHT));
        }
        int kept = Math.min(limit, ids.size());
        Eventually.eventually()
                .observing(() -> "in memory: " + carillon.figures().value("push_fanout_recent_bytes"))
                .until(
                        kept + " in memory",
                        () -> carillon.figures().value("push_fanout_recent_bytes") == kept * weight);
    }

    /** Expects a page to have all behind a message, and one reader more of those served this way, and none of the others. */
    private void expectFrom(RunningCarillon carillon, int number, String served) {
        // Memory that is filled counts as a reader as well, which may be at any time after a start.
        Eventually.eventually().passes("one reader more in " + served, () -> {
            Figures before = carillon.figures();

            History page = History.of(Http.get(carillon.http("/history/" + channel + "?since=" + ids.get(number))));

            assertThat(page.numbers()).isEqualTo(behind(number));
            Figures after = carillon.figures();
            for (String figure : List.of(HITS, MISSES)) {
                assertThat(after.value(figure) - before.value(figure))
                        .as(figure)
                        .isEqualTo(figure.equals(served) ? 1 : 0);
            }
        });
    }

    private void expectStreamBehind(RunningCarillon carillon, int number) {
        Dial dial = Dial.to(carillon.http("/sse/messages?channels=" + channel + "&since=" + ids.get(number)));
        try (Subscriber subscriber = carillon.subscribe(Transport.SSE, dial)) {
            for (int expected : behind(number)) {
                assertThat(subscriber.next("message").data())
                        .isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + expected + "}");
            }
        }
    }

    private List<Integer> behind(int number) {
        return IntStream.range(number + 1, ids.size()).boxed().toList();
    }
}
