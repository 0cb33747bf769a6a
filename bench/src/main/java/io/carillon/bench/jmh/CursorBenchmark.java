package io.carillon.bench.jmh;

import io.carillon.core.position.Cursor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing a cursor, once for each event and set of partitions, and reading one, once for each client that comes back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CursorBenchmark {

    private final Cursor cursor = new Cursor(
            "0k3f92ab",
            1_700_000_000_000L,
            List.of(new Cursor.Position(12, 34_566), new Cursor.Position(3, 1), new Cursor.Position(60, 99_999_999)),
            List.of());
    private final String text = cursor.text();

    @Benchmark
    public String write() {
        return cursor.text();
    }

    @Benchmark
    public Optional<Cursor> read() {
        return Cursor.parse(text);
    }
}
