package io.carillon.bench.jmh;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Event;
import io.carillon.edge.sse.SseFraming;
import io.carillon.edge.websocket.WebSocketFraming;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a publication costs once for each edge, and once for each framing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramingBenchmark {

    @Param({"100", "10000"})
    public int payloadBytes;

    private final byte[] id = "1.0k3f92ab.mb2k9x1c.12:34566".getBytes(StandardCharsets.US_ASCII);
    private Publication publication = new Publication("news", 0, 0, 0, Payload.of("0"));
    private Event event = Event.of(publication);

    /** Makes a publication of the size that is asked for. */
    @Setup
    public void prepare() {
        publication = new Publication(
                "news", 12, 34_566, 1_700_000_000_000L, Payload.of('"' + "x".repeat(payloadBytes) + '"'));
        event = Event.of(publication);
    }

    @Benchmark
    public Event event() {
        return Event.of(publication);
    }

    @Benchmark
    public byte[] sse() {
        return SseFraming.INSTANCE.message(id, event);
    }

    @Benchmark
    public byte[] webSocket() {
        return WebSocketFraming.INSTANCE.message(id, event);
    }
}
