package io.carillon.bench.run;

import io.carillon.bench.load.CatchUp;
import io.carillon.bench.load.Load;
import io.carillon.bench.load.ReplayCrowd;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Clients that come back: how fast they catch up, from memory and from Kafka, what they take, and what others notice. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Clients that come back and read what they missed: how fast, from memory and from Kafka; what many"
                        + " of them take of memory; and what they do to the latency of the others.")
final class ReplayScenario extends Scenario {

    /** The channel that is read back; those of the live load come before it. */
    private static final int PAST = 1_000_000;

    private static final int BATCH_LINES = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Option(names = "--messages", description = "in the channel that is read back (default: ${DEFAULT-VALUE})")
    int messages = 1_000_000;

    @Option(
            names = "--remembered",
            description = "the same where the owner remembers all of them (default: ${DEFAULT-VALUE})")
    int remembered = 200_000;

    @Option(names = "--payload", description = "bytes of each (default: ${DEFAULT-VALUE})")
    int payloadBytes = 100;

    @Option(names = "--sessions", description = "how many read back at once, for memory (default: ${DEFAULT-VALUE})")
    int sessions = 10_000;

    @Option(names = "--replaying", description = "how many read back beside live ones (default: ${DEFAULT-VALUE})")
    int replaying = 500;

    @Option(
            names = "--replay-rate",
            description = "bytes a second that each of these reads (default: ${DEFAULT-VALUE}, some 100 messages)")
    int replayRate = 20_000;

    @Option(
            names = "--settle",
            description = "seconds of fast publishing before live ones are measured (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Option(names = "--rounds", description = "how often (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Override
    void measure() throws IOException, InterruptedException {
        if (url != null) {
            super.measure();
            return;
        }
        List<String> own = new ArrayList<>(settings);
        // What is read back has to be published first.
        own.addAll(List.of("push.publish.rate.address=10000000", "push.publish.rate.principal=10000000"));
        settings = new ArrayList<>(own);
        settings.addAll(List.of(
                "push.fanout.recent.count=" + remembered,
                "push.fanout.recent.channel.count=" + remembered,
                "push.fanout.recent.bytes=1GiB"));
        say("from memory:");
        say("starting carillon dev ...");
        try (DevProcess dev = DevProcess.start(root(), settings)) {
            catchUp(dev.target(), remembered);
        }
        settings = own;
        say("from Kafka:");
        super.measure();
    }

    @Override
    void measure(Target target) throws IOException, InterruptedException {
        catchUp(target, messages);
        beside(target);
        memory(target);
    }

    private void catchUp(Target target, int count) throws IOException, InterruptedException {
        publish(target, count);
        var medians = new Medians();
        try {
            for (int round = 0; round <= rounds; round++) {
                CatchUp one = CatchUp.measure(target, 1, PAST, count);
                say(String.format("round %d  one client      %s", round, one.inWords()));
                CatchUp four = CatchUp.measure(target, 4, PAST, count);
                say(String.format("round %d  four clients    %s", round, four.inWords()));
                // The first one warms up.
                if (round > 0) {
                    medians.add("one client: seconds", one.seconds());
                    medians.add("one client: messages per core-second", one.messagesPerCpuSecond());
                    medians.add("one client: MB per core-second", one.megabytesPerCpuSecond());
                    medians.add("four clients: messages per core-second", four.messagesPerCpuSecond());
                    medians.add("four clients: MB per core-second", four.megabytesPerCpuSecond());
                }
            }
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        say(medians.inWords());
    }

    /** Sessions that have begun to read, and whose clients then take nothing more. */
    private void memory(Target target) throws IOException, InterruptedException {
        long before = LiveHeap.bytes(target.pid());
        try (var crowd = ReplayCrowd.start(target, sessions, PAST, "earliest", 0)) {
            crowd.awaitOpen(PATIENCE);
            // What there is room for comes to each meanwhile.
            TimeUnit.SECONDS.sleep(seconds);
            long live = LiveHeap.bytes(target.pid());
            say(String.format(
                    "%,d sessions in the middle of a replay, clients that stall: %,.0f bytes of live heap each",
                    sessions, (double) (live - before) / sessions));
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private void beside(Target target) throws IOException, InterruptedException {
        Load load = load(1_000, 100, 100, payloadBytes, 0);
        var medians = new Medians();
        settle(target, settle);
        for (int round = 1; round <= rounds; round++) {
            Result alone = run(target, load);
            say(String.format("round %d  nobody replays   %s", round, alone.inWords()));
            try (var crowd = ReplayCrowd.start(target, replaying, PAST, "earliest", replayRate)) {
                crowd.awaitOpen(PATIENCE);
                long before = crowd.messages();
                Result beside = run(target, load);
                say(String.format("round %d  %d replay      %s", round, replaying, beside.inWords()));
                medians.add("nobody replays: p99 ms", alone.latencyMillis(99));
                medians.add("beside replays: p99 ms", beside.latencyMillis(99));
                medians.add("ratio of p99", beside.latencyMillis(99) / alone.latencyMillis(99));
                medians.add(
                        "replayed meanwhile, messages/s", (crowd.messages() - before) / (double) (seconds + warmup));
            } catch (TimeoutException e) {
                throw new IOException(e);
            }
        }
        say(medians.inWords());
    }

    private void publish(Target target, int count) throws IOException, InterruptedException {
        var service = URI.create("http://" + target.host() + ':' + target.port() + "/messages");
        String line = "{\"channel\":\"bench-" + PAST + "\",\"message\":\"" + "x".repeat(payloadBytes) + "\"}\n";
        try (var http = HttpClient.newHttpClient()) {
            for (int published = 0; published < count; published += BATCH_LINES) {
                String body = line.repeat(Math.min(BATCH_LINES, count - published));
                HttpRequest request = HttpRequest.newBuilder(service)
                        .header("Content-Type", "application/x-ndjson")
                        .header("Prefer", "return=minimal")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (reply.statusCode() != 200 || reply.body().contains("\"status\"")) {
                    throw new IOException("not published: " + reply.statusCode() + ' '
                            + reply.body().lines().findFirst().orElse(""));
                }
            }
        }
    }
}
