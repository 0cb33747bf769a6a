package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.History;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.testkit.client.Http;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages of the past, at any edge, whoever owns the channel. */
@OnCluster
class HistoryTest {

    private static final int EACH = 20;

    /** Reads one channel, page by page, at both edges in turn. */
    private static final class PageReader {

        private final String channel;
        private final List<Integer> numbers = new ArrayList<>();
        private String place = "earliest";
        private int pages;

        PageReader(String channel) {
            this.channel = channel;
        }

        /** Reads another page; whoever is asked has to find an owner in time, whatever happens to owners. */
        void read(Cluster cluster) {
            URI uri = cluster.edges()
                    .get(pages++ % cluster.edges().size())
                    .uri("http", "/history/" + channel + "?limit=3&since=" + place);
            History page = History.of(Http.get(uri));
            assertThat(page.gap()).isEmpty();
            numbers.addAll(page.numbers());
            place = page.next();
        }
    }

    @Test
    void readersMissNothingAndSeeNothingTwiceWhenAnOwnerCrashesInTheMiddle(Cluster cluster) {
        List<PageReader> readers = Stream.generate(() -> new PageReader(ChannelNames.fresh("pages")))
                .limit(12)
                .toList();
        try (var publisher = new PublishConnection(cluster.publishing())) {
            for (int number = 0; number < EACH; number++) {
                for (PageReader reader : readers) {
                    var _ = publisher.publish(reader.channel, String.valueOf(number));
                }
            }
        }
        readers.forEach(reader -> reader.read(cluster));

        cluster.owner(false).kill();

        List<Integer> expected = IntStream.range(0, EACH).boxed().toList();
        for (PageReader reader : readers) {
            cluster.eventually().until("all of " + reader.channel, () -> {
                reader.read(cluster);
                return reader.numbers.size() >= EACH;
            });
            assertThat(reader.numbers).as(reader.channel).isEqualTo(expected);
        }
    }

    @Test
    @Tag("long")
    void ownersThatAreAllFrozenCostAPageItsPatienceAndNoMore(Cluster cluster) {
        var reader = new PageReader(ChannelNames.fresh("pages"));
        try (var publisher = new PublishConnection(cluster.publishing())) {
            for (int number = 0; number < 3; number++) {
                var _ = publisher.publish(reader.channel, String.valueOf(number));
            }
        }
        cluster.fanouts().forEach(ClusterNode::pause);

        var reply = Http.get(cluster.edges().getFirst().uri("http", "/history/" + reader.channel));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text()).contains("\"code\":\"history-unavailable\"");
        cluster.fanouts().forEach(ClusterNode::proceed);
        cluster.eventually().until("all of " + reader.channel, () -> {
            reader.read(cluster);
            return reader.numbers.size() >= 3;
        });
        assertThat(reader.numbers).containsExactly(0, 1, 2);
    }
}
