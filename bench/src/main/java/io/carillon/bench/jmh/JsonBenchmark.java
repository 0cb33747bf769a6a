package io.carillon.bench.jmh;

import io.carillon.core.json.Json;
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

/** Checking a publication's value, once at the ingest and once at the owner: a long string, and an object of short ones. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {

    private static final String FIELD = "{\"name\":\"Żółw 7\",\"state\":\"open\",\"price\":12.5}";

    @Param({"100", "50000"})
    int bytes;

    private byte[] string = {};
    private byte[] object = {};

    /** Makes values of about the wanted size. */
    @Setup
    public void make() {
        string = ("\"" + "x".repeat(bytes) + "\"").getBytes(StandardCharsets.UTF_8);
        object = ("[" + (FIELD + ",").repeat(bytes / FIELD.length()) + FIELD + "]").getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Json.Checked oneString() {
        return Json.compact(string);
    }

    @Benchmark
    public Json.Checked manyFields() {
        return Json.compact(object);
    }
}
