package io.carillon.fanout.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Generation;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log whose clock the test moves, seen through a window of ten seconds. */
class JudgedHistoryTest {

    private long nowMillis = 1_000_000;
    private final InMemoryLog log = new InMemoryLog(Generation.of("log", 1), () -> Instant.ofEpochMilli(nowMillis));
    private final JudgedHistory history = new JudgedHistory(log, 10_000);

    @Test
    void leavesOutWhatIsVoidAndCoversItAllTheSame() throws Exception {
        publish("k", -1);
        publish("k", -1);
        log.append("news", Payload.of("1"));

        HistoryPage page = history.read(0, -1, 2, 10_000);

        assertThat(offsets(page)).containsExactly(0L, 2L);
        assertThat(page.through()).isEqualTo(2);
        assertThat(page.publications()).allMatch(publication -> publication.key() == null);
    }

    @Test
    void looksBackBeforeThePageAsFarAsARecordSays() throws Exception {
        publish("k", -1);
        log.append("news", Payload.of("1"));
        publish("k", -1);
        publish("k", 2);

        assertThat(offsets(history.read(0, 1, 3, 10_000))).containsExactly(3L);
        assertThat(offsets(history.read(0, 2, 3, 10_000))).containsExactly(3L);
    }

    @Test
    void comesToTheSameVerdictWhereverItBegins() throws Exception {
        for (int i = 0; i < 40; i++) {
            publish("k" + i % 7, Math.max(-1, i - 9));
            nowMillis += i % 3 == 0 ? 3_000 : 700;
        }
        List<Long> whole = offsets(history.read(0, -1, 39, 1_000_000));

        assertThat(whole).hasSizeBetween(2, 39);
        for (long after = -1; after < 39; after++) {
            long begin = after;
            assertThat(offsets(history.read(0, begin, 39, 1_000_000)))
                    .as("behind %d", begin)
                    .isEqualTo(whole.stream().filter(offset -> offset > begin).toList());
        }
    }

    @Test
    void agreesWithWhoReadsOn() throws Exception {
        var ledger = new KeyLedger(10_000, new KeyRoom(100), -1);
        for (int i = 0; i < 40; i++) {
            publish("k" + i % 7, Math.max(-1, i - 9));
            nowMillis += i % 3 == 0 ? 3_000 : 700;
        }

        List<Publication> heard = ledger.judge(log.read(0, 0)).heard();

        assertThat(heard.stream().map(Publication::offset).toList())
                .isEqualTo(offsets(history.read(0, -1, 39, 1_000_000)));
    }

    private void publish(String key, long after) {
        log.append("news", Payload.of("1"), new PublishKey("", key, Digest.of(Payload.of("1")), after));
    }

    private static List<Long> offsets(HistoryPage page) {
        return page.publications().stream().map(Publication::offset).toList();
    }
}
