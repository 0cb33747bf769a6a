package io.carillon.runtime.http;

import io.carillon.core.time.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;

/** Writes at once, and knows for how long the client has kept the present write waiting. */
final class WatchedWriter implements DataWriter {

    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final DataWriter writer;
    private final Ticker ticker;
    private volatile long writingSinceNanos = NOT_WRITING;

    WatchedWriter(DataWriter writer, Ticker ticker) {
        this.writer = writer;
        this.ticker = ticker;
    }

    /** Returns for how long the present write has been under way; zero if there is none. Any thread may ask. */
    Duration stalledFor() {
        long since = writingSinceNanos;
        return since == NOT_WRITING ? Duration.ZERO : Duration.ofNanos(ticker.nanos() - since);
    }

    @Override
    public void writeNow(BufferData buffer) {
        writingSinceNanos = ticker.nanos();
        try {
            writer.writeNow(buffer);
        } finally {
            writingSinceNanos = NOT_WRITING;
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
