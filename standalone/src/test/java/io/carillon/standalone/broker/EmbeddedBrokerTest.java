package io.carillon.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Payload;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.kafka.HistoryReader;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.ingest.kafka.KafkaAppender;
import io.carillon.ingest.kafka.LogState;
import io.carillon.testkit.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @Test
    void hasEverythingAgainAfterARestart(@TempDir Path data) throws Exception {
        List<Integer> ports = FreePorts.some(2);
        Generation before;
        try (EmbeddedBroker broker = broker(data, ports)) {
            broker.start();
            before = establish(broker);
            append(broker, before);
        }

        try (EmbeddedBroker broker = broker(data, ports)) {
            broker.start();
            Generation after = establish(broker);
            HistoryPage page = read(broker, after);

            assertThat(after).isEqualTo(before);
            assertThat(page.publications())
                    .extracting(read -> read.value().toString())
                    .containsExactly("\"kept\"");
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhichSettingChoosesAnother(@TempDir Path data) throws Exception {
        int free = FreePorts.one();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> broker(data, List.of(port, free)).start())
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "port " + port
                                    + " on 127.0.0.1: taken by another process (expected: free for the broker; choose another by --port)");
            assertThatThrownBy(() -> broker(data, List.of(free, port)).start())
                    .hasMessageContaining("choose another by --controller-port");
        }
    }

    @Test
    void refusesAFolderThatIsAFile(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> broker(file, FreePorts.some(2)).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private static EmbeddedBroker broker(Path data, List<Integer> ports) {
        return new EmbeddedBroker(
                data, new BrokerPort(ports.get(0), "--port"), new BrokerPort(ports.get(1), "--controller-port"));
    }

    private static Generation establish(EmbeddedBroker broker) throws InterruptedException {
        var verdict = new TopicSetup(kafka(broker), new TopicPlan("kept", 2, 1, 1, true)).establish();
        return ((TopicVerdict.Ready) verdict).generation();
    }

    private static void append(EmbeddedBroker broker, Generation generation) throws Exception {
        try (var appender = new KafkaAppender(
                kafka(broker), "kept", Duration.ofSeconds(10), () -> new LogState.Up(generation, Set.of()))) {
            appender.append("a", Payload.of("\"kept\"")).toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static HistoryPage read(EmbeddedBroker broker, Generation generation) throws Exception {
        try (var history =
                new HistoryReader(kafka(broker), "kept", generation, ValueCheck.json(), Ticker.system(), 1)) {
            int partition = history.end(0) > 0 ? 0 : 1;
            return history.read(partition, -1, history.end(partition) - 1, 1000);
        }
    }

    private static Map<String, String> kafka(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
