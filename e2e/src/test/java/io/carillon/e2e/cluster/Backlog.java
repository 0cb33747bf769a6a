package io.carillon.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.client.HttpReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A channel of which much was published since a client was there last: numbers, each with padding. */
final class Backlog {

    private static final String NDJSON = "application/x-ndjson";
    private static final Pattern NUMBER = Pattern.compile("\\{\"channel\":\"[^\"]+\",\"message\":\"([0-9]+) x*\"}");

    /** Lines of one request, so that it stays below the limit of 8 MiB. */
    private static final int LINES = 100;

    private final Cluster cluster;
    private final String channel;
    private final String padding;
    private final String cursor;
    private final int partition;
    private int published;

    /**
     * Lets a client come and go, and nothing be published yet.
     *
     * @param bytes of each message's padding, at most 64 KiB
     */
    Backlog(Cluster cluster, String name, int bytes) {
        this.cluster = cluster;
        this.channel = ChannelNames.fresh(name);
        this.padding = "x".repeat(bytes);
        try (Subscriber earlier = Transport.SSE.open(dial(cluster.edges().getFirst(), ""))) {
            var heartbeat = earlier.next();
            this.cursor = heartbeat.id();
            this.partition = heartbeat.cursor().positions().getFirst().partition();
        }
    }

    String channel() {
        return channel;
    }

    /** Returns the cursor of the client that was there before anything was published. */
    String cursor() {
        return cursor;
    }

    /** Returns how many messages were published. */
    int size() {
        return published;
    }

    /** Publishes so many more, each of which has to be accepted. */
    void publish(int count) {
        for (int end = published + count; published < end; ) {
            int next = Math.min(end, published + LINES);
            String lines = IntStream.range(published, next)
                    .mapToObj(number ->
                            "{\"channel\":\"" + channel + "\",\"message\":\"" + number + " " + padding + "\"}\n")
                    .collect(Collectors.joining());
            HttpReply reply = Http.post(Dial.to(cluster.ingest().uri("http", "/messages")), NDJSON, lines);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.text().lines()).allSatisfy(line -> assertThat(line).contains("\"id\":"));
            published = next;
        }
    }

    /** Returns how to subscribe at an edge, since a place, or from now on if that is empty. */
    Dial dial(ClusterNode edge, String since) {
        return dial(edge, Transport.SSE, since);
    }

    Dial dial(ClusterNode edge, Transport transport, String since) {
        return Dial.to(edge.uri(
                "http", transport.path() + "?channels=" + channel + (since.isEmpty() ? "" : "&since=" + since)));
    }

    /** Returns the node that owns the channel. */
    ClusterNode owner() {
        return cluster.eventually()
                .yields(
                        "an owner of partition " + partition,
                        () -> cluster.page().partitions().stream()
                                .filter(each -> each.number() == partition
                                        && !each.owner().isEmpty())
                                .map(each -> cluster.node(each.owner()))
                                .findFirst()
                                .orElseThrow());
    }

    /** Returns which message this is. */
    static int number(String data) {
        Matcher matcher = NUMBER.matcher(data);
        assertThat(matcher.matches())
                .as(data.substring(0, Math.min(100, data.length())))
                .isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
