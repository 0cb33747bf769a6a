package io.carillon.bench.jmh;

import io.carillon.edge.websocket.CloseCode;
import io.carillon.edge.websocket.FrameHandler;
import io.carillon.edge.websocket.FrameLimits;
import io.carillon.edge.websocket.FrameReader;
import io.carillon.edge.websocket.Frames;
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

/** Reading, unmasking and validating a client's text message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReaderBenchmark {

    private static final int MASK_BYTES = 4;

    @Param({"20", "10000"})
    public int payloadBytes;

    private final FrameReader reader = new FrameReader(FrameLimits.DEFAULT);
    private final Count count = new Count();
    private byte[] frame = {};
    private byte[] received = {};

    /** Makes a masked frame of the size that is asked for. */
    @Setup
    public void prepare() {
        byte[] unmasked = Frames.text("x".repeat(payloadBytes).getBytes(StandardCharsets.US_ASCII));
        int head = Frames.headerBytes(payloadBytes);
        frame = new byte[unmasked.length + MASK_BYTES];
        System.arraycopy(unmasked, 0, frame, 0, head);
        frame[1] |= (byte) 0x80;
        // A mask of zeros leaves the payload as it is, and the work the same.
        System.arraycopy(unmasked, head, frame, head + MASK_BYTES, payloadBytes);
        received = new byte[frame.length];
    }

    @Benchmark
    public long message() {
        System.arraycopy(frame, 0, received, 0, frame.length);
        reader.feed(received, 0, received.length, count);
        return count.bytes;
    }

    private static final class Count implements FrameHandler {

        private long bytes;

        @Override
        public void text(byte[] buffer, int offset, int length) {
            bytes += length;
        }

        @Override
        public void binary(byte[] buffer, int offset, int length) {
            bytes += length;
        }

        @Override
        public void ping(byte[] buffer, int offset, int length) {
            bytes += length;
        }

        @Override
        public void pong(byte[] buffer, int offset, int length) {
            bytes += length;
        }

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException("closed: " + code + ' ' + reason);
        }

        @Override
        public void failed(CloseCode code, String reason) {
            throw new IllegalStateException("failed: " + code + ' ' + reason);
        }
    }
}
