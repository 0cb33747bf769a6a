package io.carillon.bench.run;

import io.carillon.bench.load.Load;
import io.carillon.bench.load.Result;
import io.carillon.bench.load.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One channel over TLS, which the public listener does itself on parked connections, by turns with the two ways without. */
@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        description =
                "One channel, many subscribers, over TLS on parked connections, by turns with parked and with adopted"
                        + " ones without TLS.")
final class TlsScenario extends Scenario {

    @Option(names = "--subscribers", description = "default: ${DEFAULT-VALUE}")
    int subscribers = 1_000;

    @Option(names = "--rate", description = "publications a second (default: ${DEFAULT-VALUE})")
    double rate = 20;

    @Option(names = "--payload", description = "bytes of each (default: ${DEFAULT-VALUE})")
    int payloadBytes = 100;

    @Option(names = "--rounds", description = "how often each is measured (default: ${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(
            names = "--settle",
            description = "seconds of publishing at each of them before anything counts (default: ${DEFAULT-VALUE})")
    int settle = 10;

    @Override
    void measure() throws IOException, InterruptedException {
        Path certificates = Files.createTempDirectory("carillon-bench-certs");
        try {
            make(certificates);
            say("starting carillon dev three times ...");
            try (DevProcess adopted = DevProcess.start(root(), settings);
                    DevProcess parked = DevProcess.start(root(), with("push.edge.outlets=parked"));
                    DevProcess tls = DevProcess.start(
                            root(),
                            with(
                                    "push.http.tls.key=" + certificates.resolve("server.key"),
                                    "push.http.tls.certificate=" + certificates.resolve("server.pem")))) {
                measure(adopted.target(), parked.target(), tls.target().overTls());
            }
        } finally {
            Folders.delete(certificates);
        }
    }

    @Override
    void measure(Target target) {
        throw new IllegalStateException("three servers are compared, all of them our own");
    }

    private void measure(Target adopted, Target parked, Target tls) throws IOException {
        Load load = load(subscribers, 1, rate, payloadBytes, 0);
        Load warming = load.lasting(Duration.ofSeconds(10));
        for (Target target : List.of(adopted, parked, tls)) {
            settle(target, settle);
            run(target, warming);
        }
        var medians = new Medians();
        for (int round = 1; round <= rounds; round++) {
            double base = note("adopted", adopted, load, round, medians).cpuMicrosPerDelivery();
            Result second = note("parked", parked, load, round, medians);
            Result third = note("TLS", tls, load, round, medians);
            medians.add("parked to adopted, CPU", second.cpuMicrosPerDelivery() / base);
            medians.add("TLS to adopted, CPU", third.cpuMicrosPerDelivery() / base);
        }
        say("");
        say(medians.inWords());
    }

    private Result note(String name, Target target, Load load, int round, Medians medians) throws IOException {
        Result result = run(target, load);
        say(String.format(
                "round %d  %-8s %,.0f connects/s, %s", round, name, result.connectsPerSecond(), result.inWords()));
        medians.add(name + ": CPU us/delivery", result.cpuMicrosPerDelivery());
        medians.add(name + ": p99 ms", result.latencyMillis(99));
        medians.add(name + ": connects/s", result.connectsPerSecond());
        return result;
    }

    private List<String> with(String... further) {
        var all = new ArrayList<>(settings);
        all.addAll(List.of(further));
        return all;
    }

    private static void make(Path folder) throws IOException, InterruptedException {
        Process certs = new ProcessBuilder(
                        root().resolve("carillon").toString(), "certs", "--folder", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (certs.waitFor() != 0) {
            throw new IOException("carillon certs could not make certificates in " + folder);
        }
    }
}
