package io.carillon.bench.run;

import io.carillon.bench.load.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A {@link CrowdCommand} that was started by this process. For one thread. */
final class CrowdProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;

    /**
     * How the crowd is.
     *
     * @param open how many are connected
     * @param failed how many could not connect, or are no more
     * @param latency microseconds from due to heard, of what counts
     */
    record Report(int open, int failed, Histogram latency) {}

    private CrowdProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /** Starts one whose subscribers go to an edge, to so many channels from the first on. */
    static CrowdProcess start(Target edge, int first, int count) throws IOException {
        return new CrowdProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx384m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchCommand.class.getName(),
                        "crowd",
                        "--url",
                        "http://" + edge.host() + ':' + edge.port(),
                        "--first",
                        String.valueOf(first),
                        "--count",
                        String.valueOf(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Begins to count: what was due before does not. */
    void countFromNow() throws IOException {
        ask(CrowdCommand.COUNT_FROM_NOW);
    }

    Report report() throws IOException {
        return ask(CrowdCommand.REPORT);
    }

    private Report ask(String question) throws IOException {
        questions.println(question);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("a client process has ended");
        }
        String[] words = answer.split(" ", -1);
        try {
            ByteBuffer latency = ByteBuffer.wrap(Base64.getDecoder().decode(words[2]));
            return new Report(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Histogram.decodeFromCompressedByteBuffer(latency, 0));
        } catch (DataFormatException e) {
            throw new IOException("a client process said: " + answer, e);
        }
    }

    @Override
    public void close() throws IOException {
        questions.close();
        Ending.of(process, STOP_LIMIT);
    }
}
