package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What healthy subscribers notice of clients that are slow on purpose, and what those cost in memory. */
@Command(
        name = "slow",
        mixinStandardHelpOptions = true,
        description =
                "1,000 subscribers alone, and then beside each kind of slow client that the program slowhttptest knows"
                        + " (from Debian's archive), at the paths of edge and ingest.")
final class SlowScenario extends Scenario {

    /**
     * A kind of slow client.
     *
     * @param name what it does
     * @param path where
     * @param arguments of the program, besides those that all have
     */
    private record Attack(String name, String path, List<String> arguments) {}

    private static final String SUBSCRIBE = "/sse/messages?channels=slow";
    private static final String PUBLISH = "/messages";

    private static final List<Attack> ATTACKS = List.of(
            new Attack("slow heads at the edge", SUBSCRIBE, List.of("-H", "-x", "24")),
            new Attack("slow heads at the ingest", PUBLISH, List.of("-H", "-x", "24")),
            new Attack(
                    "slow bodies at the ingest",
                    PUBLISH,
                    List.of("-B", "-s", "8192", "-f", "application/json", "-x", "10")),
            new Attack("slow bodies at the edge", "/tickets?channels=slow", List.of("-B", "-s", "8192", "-x", "10")),
            new Attack("ranges at the edge", SUBSCRIBE, List.of("-R", "-a", "5", "-b", "2000")),
            new Attack(
                    "slow reading at the edge",
                    SUBSCRIBE,
                    List.of("-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3")),
            new Attack(
                    "slow reading at the ingest",
                    PUBLISH,
                    List.of("-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3")));

    @Option(names = "--subscribers", description = "healthy ones (default: ${DEFAULT-VALUE})")
    int subscribers = 1_000;

    @Option(names = "--channels", description = "how many channels they spread over (default: ${DEFAULT-VALUE})")
    int channels = 10;

    @Option(names = "--rate", description = "publications a second (default: ${DEFAULT-VALUE})")
    double rate = 20;

    @Option(names = "--slow", description = "slow clients at once (default: ${DEFAULT-VALUE})")
    int slow = 1_000;

    @Override
    void measure(Target target) throws IOException, InterruptedException {
        Load load = load(subscribers, channels, rate, 100, 0);
        say("alone (not counted: the first)     " + run(target, load).inWords());
        Result before = run(target, load);
        say("alone                              " + before.inWords());
        for (Attack attack : ATTACKS) {
            Process program = start(target, attack);
            try {
                Result beside = run(target, load);
                say(String.format(
                        "%-34s %s; p99 %+.1f ms",
                        attack.name(), beside.inWords(), beside.latencyMillis(99) - before.latencyMillis(99)));
            } finally {
                program.destroy();
                program.waitFor(20, TimeUnit.SECONDS);
            }
        }
        say("alone again                        " + run(target, load).inWords());
    }

    private Process start(Target target, Attack attack) throws IOException {
        var command = new ArrayList<String>(List.of("slowhttptest"));
        command.addAll(attack.arguments());
        command.addAll(List.of(
                "-c",
                String.valueOf(slow),
                "-r",
                "200",
                "-i",
                "5",
                "-p",
                "3",
                "-l",
                String.valueOf(2 * (warmup + seconds) + 20),
                "-t",
                attack.path().equals(PUBLISH) || attack.arguments().contains("-B") ? "POST" : "GET",
                "-u",
                "http://" + target.host() + ':' + target.port() + attack.path()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
