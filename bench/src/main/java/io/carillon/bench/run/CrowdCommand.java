package io.carillon.bench.run;

import io.carillon.bench.load.OwnChannelCrowd;
import io.carillon.bench.load.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A share of the subscribers of {@link EdgesScenario}, in a process of its own, since one process may not have as many
 * descriptors as there are subscribers. It does what it is told on standard input, and ends with it.
 */
@Command(name = "crowd", hidden = true)
final class CrowdCommand implements Callable<Integer> {

    static final String COUNT_FROM_NOW = "count";
    static final String REPORT = "report";

    private static final int CONNECTING = 200;

    @Option(names = "--url", required = true)
    @Nullable URI url;

    @Option(names = "--first")
    int first;

    @Option(names = "--count")
    int count;

    @Override
    public Integer call() throws IOException {
        URI edge = url;
        if (edge == null) {
            throw new IllegalStateException("url: missing");
        }
        Target target = Target.carillon(edge.getHost(), edge.getPort(), 0);
        PrintStream out = System.out;
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (var crowd = OwnChannelCrowd.start(target, first, count, CONNECTING)) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                if (question.equals(COUNT_FROM_NOW)) {
                    crowd.countFromNow();
                }
                out.println(crowd.open() + " " + crowd.failed() + " " + encoded(crowd.latency()));
                out.flush();
            }
        }
        return 0;
    }

    private static String encoded(Histogram latency) {
        ByteBuffer bytes = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        int length = latency.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }
}
