package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.testkit.process.ProcessCommand;
import io.carillon.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a process says that was told nonsense. */
class ConfigurationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MISTAKE = 2;

    @AutoClose
    private final DataFolder data = new DataFolder();

    /** The exit code and all output of a process that ends by itself. */
    private record Refusal(int exitCode, List<String> lines) {}

    @Test
    void allMistakesAreReportedAtOnceWithKeyValueOriginAndExpectation() throws IOException {
        Path file = data.path().resolve("push.properties");
        Files.writeString(file, "push.ws.message.limit.bytes = lots\n");
        Refusal refusal = refusalOf(DevCommand.in(data.path())
                .with("push.heartbeat.interval.duration", "soon")
                .with("push.session.queue.bytes", "12")
                .with("push.edge.shards", "0")
                .with("push.hearbeat.interval.duration", "1s")
                .with("push.config.file", file.toString())
                .process()
                .with("PUSH_SUBSCRIBE_CHANNELS_LIMIT", "many"));

        assertThat(refusal.exitCode()).isEqualTo(MISTAKE);
        assertThat(refusal.lines())
                .anyMatch(
                        line -> line.contains("push.heartbeat.interval.duration: soon, from command line (expected: "))
                .anyMatch(line -> line.contains("push.session.queue.bytes: 12, from command line (expected: "))
                .anyMatch(line -> line.contains("push.edge.shards: 0, from command line (expected: "))
                .anyMatch(
                        line -> line.contains("push.ws.message.limit.bytes: lots, from file " + file + " (expected: "))
                .anyMatch(line -> line.contains("push.hearbeat.interval.duration"))
                .anyMatch(line -> line.contains("push.subscribe.channels.limit: many, from environment variable"
                        + " PUSH_SUBSCRIBE_CHANNELS_LIMIT (expected: "));
        assertThat(refusal.lines()).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void p23AGraceThatIsNotShorterThanTheLifeIsRefused() {
        Refusal refusal = refusalOf(DevCommand.in(data.path())
                .with("push.reconnect.dither.min.duration", "4s")
                .with("push.reconnect.dither.max.duration", "5s")
                .with("push.client.close.grace.period.duration", "4s")
                .process());

        assertThat(refusal.exitCode()).isEqualTo(MISTAKE);
        assertThat(refusal.lines())
                .anyMatch(line ->
                        line.contains("push.client.close.grace.period.duration: 4s, from command line (expected:"
                                + " less than push.reconnect.dither.min.duration, since a connection is asked to reconnect that"
                                + " long before its end)"));
    }

    @Test
    void p23AShortestLifeAboveTheLongestIsRefused() {
        Refusal refusal = refusalOf(DevCommand.in(data.path())
                .with("push.reconnect.dither.min.duration", "200s")
                .process());

        assertThat(refusal.exitCode()).isEqualTo(MISTAKE);
        assertThat(refusal.lines())
                .anyMatch(line ->
                        line.contains("push.reconnect.dither.min.duration: 200s, from command line (expected: at"
                                + " most push.reconnect.dither.max.duration)"));
    }

    @Test
    void aPageThatIsLargerThanAnybodyMayAskForIsRefused() {
        Refusal refusal = refusalOf(DevCommand.in(data.path())
                .with("push.history.page.count", "50")
                .with("push.history.page.limit.count", "20")
                .process());

        assertThat(refusal.exitCode()).isEqualTo(MISTAKE);
        assertThat(refusal.lines())
                .anyMatch(line -> line.contains("push.history.page.count: 50, from command line (expected: at most"
                        + " push.history.page.limit.count)"));
    }

    @Test
    void aTakenPortIsOneClearLine() throws IOException {
        DevCommand command = DevCommand.in(data.path());
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(
                    InetAddress.getByName("0.0.0.0"), command.ports().http()));

            Refusal refusal = refusalOf(command.process());

            assertThat(refusal.exitCode()).isEqualTo(1);
            assertThat(refusal.lines())
                    .filteredOn(
                            line -> line.contains(String.valueOf(command.ports().http())))
                    .singleElement()
                    .asString()
                    .contains("--port");
            assertThat(refusal.lines()).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private static Refusal refusalOf(ProcessCommand command) {
        try (ServiceProcess process = ServiceProcess.start(command)) {
            int exitCode = process.awaitExit(PATIENCE);
            return new Refusal(exitCode, process.output());
        }
    }
}
