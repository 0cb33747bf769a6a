package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineFormatterTest {

    private final LineFormatter formatter = new LineFormatter();

    @Test
    void writesTimeLevelShortLoggerAndMessage() {
        var record = line(Level.INFO, "io.carillon.edge.engine.Reactor", "opened {0} of {1}");
        record.setParameters(new Object[] {3, "many"});

        assertThat(formatter.format(record))
                .isEqualTo("2026-11-22T10:15:30.123Z INFO  edge.engine.Reactor: opened 3 of many\n");
        assertThat(formatter.format(line(Level.WARNING, "org.apache.kafka.clients.NetworkClient", "gone")))
                .isEqualTo("2026-11-22T10:15:30.123Z WARN  NetworkClient: gone\n");
    }

    @Test
    void keepsAMessageOnOneLineSoThatItCannotForgeAnother() {
        assertThat(formatter.format(line(Level.FINE, "io.carillon.edge.Edge", "id=a\r\n2026 ERROR x\u001b[31m")))
                .isEqualTo("2026-11-22T10:15:30.123Z DEBUG edge.Edge: id=a\\r\\n2026 ERROR x\\u001b[31m\n");
    }

    @Test
    void indentsEveryLineOfAStackTrace() {
        var record = line(Level.SEVERE, "io.carillon.edge.Edge", "failed");
        record.setThrown(new IllegalStateException("first\nsecond"));

        assertThat(formatter.format(record).lines().skip(1))
                .startsWith("    java.lang.IllegalStateException: first", "    second")
                .allMatch(text -> text.startsWith("    "));
    }

    private static LogRecord line(Level level, String logger, String message) {
        var record = new LogRecord(level, message);
        record.setLoggerName(logger);
        record.setInstant(Instant.parse("2026-11-22T10:15:30.123Z"));
        return record;
    }
}
