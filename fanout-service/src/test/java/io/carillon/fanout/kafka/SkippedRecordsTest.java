package io.carillon.fanout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.time.ManualTicker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SkippedRecordsTest {

    private final ManualTicker ticker = new ManualTicker();
    private final SkippedRecords skipped = new SkippedRecords(ticker);
    private final Logger logger = Logger.getLogger(SkippedRecords.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(lines);
        logger.setUseParentHandlers(true);
    }

    @Test
    void namesARecordByPartitionOffsetAndReason() {
        skipped.note(3, 1_234_567, SkipReason.BROKEN_VALUE);

        assertThat(lines.texts()).containsExactly("record skipped partition=3 offset=1234567 reason=broken-value");
    }

    @Test
    void countsAFloodAndNamesItsFirstRecordsOnly() {
        for (int offset = 0; offset < 1000; offset++) {
            skipped.note(0, offset, SkipReason.FOREIGN_PARTITION);
        }

        assertThat(skipped.count(SkipReason.FOREIGN_PARTITION)).isEqualTo(1000);
        assertThat(skipped.count(SkipReason.BROKEN_VALUE)).isZero();
        assertThat(lines.texts()).hasSize(SkippedRecords.LINE_LIMIT);
    }

    @Test
    void saysAfterAFloodHowManyWereNotNamedAndNamesAgain() {
        for (int offset = 0; offset < 1010; offset++) {
            skipped.note(0, offset, SkipReason.FOREIGN_PARTITION);
        }

        ticker.advance(SkippedRecords.WINDOW);
        skipped.turnWindow();
        skipped.note(0, 2000, SkipReason.MISSING_VALUE);

        assertThat(lines.texts()
                        .subList(SkippedRecords.LINE_LIMIT, lines.texts().size()))
                .containsExactly(
                        "records skipped without a line of their own count=1000 within=10s",
                        "record skipped partition=0 offset=2000 reason=missing-value");
    }

    /** Keeps what is logged. */
    private static final class Lines extends Handler {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        List<String> texts() {
            return texts;
        }

        @Override
        public void publish(LogRecord record) {
            texts.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
