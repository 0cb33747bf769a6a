package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import io.carillon.bench.load.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One channel with many subscribers, by turns with the floor program or another server. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description = "One channel, many subscribers: CPU for each delivery, by turns with the floor program."
                + " With --rate 400 it is the overload.")
final class FanoutScenario extends Scenario {

    @Option(names = "--subscribers", description = "default: ${DEFAULT-VALUE}")
    int subscribers = 2_000;

    @Option(names = "--rate", description = "publications a second (default: ${DEFAULT-VALUE})")
    double rate = 40;

    @Option(names = "--payload", description = "bytes of each (default: ${DEFAULT-VALUE})")
    int payloadBytes = 100;

    @Option(names = "--pairs", description = "how often both are measured (default: ${DEFAULT-VALUE})")
    int pairs = 5;

    @Option(
            names = "--settle",
            description = "seconds of load before the first pair, for the JVM to compile what is hot"
                    + " (default: ${DEFAULT-VALUE})")
    int settle = 20;

    @Option(
            names = "--settle-rate",
            description =
                    "publications a second that nobody hears, for as long before that: at 40 a second it would take"
                            + " the JVM minutes to compile what each of them needs (default: ${DEFAULT-VALUE})")
    int settleRate = 1_500;

    @Option(
            names = "--against",
            paramLabel = "URL",
            description =
                    "compare with the server here instead of the floor program; its --against-… options say how to"
                            + " speak to it")
    @Nullable URI against;

    @Option(names = "--against-pid", description = "its process")
    long againstPid;

    @Option(
            names = "--against-subscribe",
            paramLabel = "PATH",
            description = "where to subscribe there; {C} is the channel (default: ${DEFAULT-VALUE})")
    String againstSubscribe = "/sse/messages?channels=bench-{C}";

    @Option(names = "--against-publish", paramLabel = "PATH", description = "default: ${DEFAULT-VALUE}")
    String againstPublish = "/messages";

    @Option(names = "--against-header", paramLabel = "LINE", description = "a header of publications there")
    List<String> againstHeaders = List.of();

    @Option(
            names = "--against-body",
            paramLabel = "TEXT",
            description = "a publication there; {T} is the time stamp, {P} the padding (default: ${DEFAULT-VALUE})")
    String againstBody = "{\"channel\":\"bench-{C}\",\"message\":\"{T}{P}\"}";

    @Override
    void measure(Target ours) throws IOException, InterruptedException {
        URI other = against;
        if (other == null) {
            try (FloorProcess floor = FloorProcess.start(root())) {
                pairs(ours, floor.target());
            }
        } else {
            pairs(
                    ours,
                    new Target(
                            other.getHost() + ":" + other.getPort(),
                            other.getHost(),
                            other.getPort(),
                            other.getPort(),
                            againstSubscribe,
                            againstSubscribe,
                            againstPublish,
                            againstHeaders,
                            againstBody,
                            "https".equals(other.getScheme()),
                            againstPid));
        }
    }

    private void pairs(Target ours, Target theirs) throws IOException {
        Load load = load(subscribers, 1, rate, payloadBytes, 0);
        var medians = new Medians();
        var settling = Duration.ofSeconds(settle);
        run(ours, load(0, 1, settleRate, payloadBytes, 0).lasting(settling));
        run(ours, load.lasting(settling));
        for (int pair = 1; pair <= pairs; pair++) {
            // The floor program knows no WebSocket, which is no more than other bytes in front of the same message.
            Result their = run(theirs, against == null ? load.over(Transport.SSE) : load);
            Result our = run(ours, load);
            Result unheard = run(ours, load.unheard());
            say(String.format("pair %d  %-10s %s", pair, theirs.name(), their.inWords()));
            say(String.format("        %-10s %s", ours.name(), our.inWords()));
            medians.add(theirs.name() + ": CPU us/delivery", their.cpuMicrosPerDelivery());
            medians.add("carillon: CPU us/delivery", our.cpuMicrosPerDelivery());
            medians.add("carillon: CPU us/publication, nobody listening", unheard.cpuMicrosPerPublication());
            medians.add("carillon: CPU us/delivery, delivering threads", our.deliveryMicrosPerDelivery());
            medians.add("ratio, delivering threads", our.deliveryMicrosPerDelivery() / their.cpuMicrosPerDelivery());
            medians.add("ratio with publishing", our.cpuMicrosPerDelivery() / their.cpuMicrosPerDelivery());
            medians.add("ratio less publishing", our.cpuMicrosPerDelivery(unheard) / their.cpuMicrosPerDelivery());
            medians.add(
                    "deliveries per CPU second, ratio", our.deliveriesPerCpuSecond() / their.deliveriesPerCpuSecond());
            medians.add("carillon: p50 ms", our.latencyMillis(50));
            medians.add("carillon: p99 ms", our.latencyMillis(99));
            medians.add(theirs.name() + ": p99 ms", their.latencyMillis(99));
            medians.add("carillon: lost", (double) (our.expected() - our.delivered()));
        }
        say("");
        say(medians.inWords());
    }
}
