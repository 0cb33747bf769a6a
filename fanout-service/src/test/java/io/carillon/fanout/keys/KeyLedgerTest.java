package io.carillon.fanout.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A window of ten seconds; the ledger begins behind offset 99, at second 100. */
class KeyLedgerTest {

    private static final long WINDOW_MILLIS = 10_000;
    private static final long NOW = 1_000;

    private final KeyRoom room = new KeyRoom(10);
    private KeyLedger ledger = new KeyLedger(WINDOW_MILLIS, room, 99);

    @Test
    void passesOnWhatHasNoKeyAsItIs() {
        List<Publication> plain = List.of(plain(100), plain(101));

        assertThat(ledger.judge(plain).heard()).isSameAs(plain);
    }

    @Test
    void leavesOutARepeatWithinTheWindow() {
        assertThat(judge(keyed(100, "k", 99, 100), plain(101), keyed(102, "k", 99, 110)))
                .containsExactly(100L, 101L);
    }

    @Test
    void hearsTheSameKeyAgainOnceTheWindowIsOver() {
        assertThat(judge(keyed(100, "k", 99, 100), keyed(101, "k", 99, 111))).containsExactly(100L, 101L);
    }

    @Test
    void countsTheWindowFromTheLatestRecordWhetherThatWasVoidOrNot() {
        assertThat(judge(keyed(100, "k", 99, 100), keyed(101, "k", 99, 108), keyed(102, "k", 99, 116)))
                .containsExactly(100L);
    }

    @Test
    void looksBackNoFurtherThanTheRecordSays() {
        assertThat(judge(keyed(100, "k", 99, 100), keyed(101, "k", 100, 101))).containsExactly(100L, 101L);
    }

    @Test
    void tellsKeysOfOtherChannelsAndPrincipalsApart() {
        Publication other = new Publication(
                "other", 0, 101, 100_000, Payload.of("1"), new PublishKey("", "k", Digest.of(Payload.of("1")), 99));
        Publication somebody = new Publication(
                "news", 0, 102, 100_000, Payload.of("1"), new PublishKey("me", "k", Digest.of(Payload.of("1")), 99));

        assertThat(judge(keyed(100, "k", 99, 100), other, somebody)).containsExactly(100L, 101L, 102L);
    }

    @Test
    void stopsAtARecordThatWantsItToLookBackFurtherAndGoesOnWhenItHas() {
        List<Publication> publications = List.of(plain(100), keyed(101, "k", 90, 101), plain(102));

        KeyLedger.Judged first = ledger.judge(publications);
        ledger.extend(first.needs(), 99, List.of(record(95, "k", 99)), false);
        KeyLedger.Judged rest = ledger.judge(publications.subList(first.count(), 3));

        assertThat(offsets(first.heard())).containsExactly(100L);
        assertThat(first.needs()).isEqualTo(90);
        assertThat(offsets(rest.heard())).containsExactly(102L);
        assertThat(rest.count()).isEqualTo(2);
    }

    @Test
    void answersNobodyBeforeItKnowsTheWindow() {
        judge(keyed(100, "k", 99, 100));

        assertThat(ask("k", "1")).isEqualTo(new KeyAnswer.NotYet());
        assertThat(ask("new", "1")).isEqualTo(new KeyAnswer.NotYet());
    }

    @Test
    void knowsAKeyOfTheWindowThatItReadBack() {
        judge(plain(100));
        ledger.extend(50, 99, List.of(record(60, "k", 95), record(61, "k", 96)), true);

        assertThat(ask("k", "1")).isEqualTo(new KeyAnswer.Repeat(60, 95_000, true));
        assertThat(ask("k", "2")).isEqualTo(new KeyAnswer.Repeat(60, 95_000, false));
        assertThat(ask("new", "1")).isEqualTo(new KeyAnswer.Fresh(100));
    }

    @Test
    void saysWhichOfTheRecordsIsTheFirst() {
        complete();
        judge(keyed(100, "k", 99, 100), keyed(101, "k", 99, 101));

        assertThat(ledger.verdict(identity("k"), body("1"), 100)).isEqualTo(new KeyAnswer.First());
        assertThat(ledger.verdict(identity("k"), body("2"), 101)).isEqualTo(new KeyAnswer.Repeat(100, 100_000, false));
        assertThat(ledger.verdict(identity("k"), body("1"), 102)).isEqualTo(new KeyAnswer.NotYet());
    }

    @Test
    void isNotSureOfARecordThatMayRepeatOneFromBeforeAllThatItKnows() {
        ledger.advance(99, 100_000);

        ledger.extend(50, 99, List.of(record(70, "early", 90), record(80, "late", 95)), true);

        assertThat(ledger.lookBackBegin()).isEqualTo(84_000);
        assertThat(ledger.verdict(identity("early"), body("1"), 70)).isEqualTo(new KeyAnswer.NotYet());
        assertThat(ledger.verdict(identity("late"), body("1"), 80)).isEqualTo(new KeyAnswer.First());
    }

    @Test
    void forgetsAKeyOnlyWhenItsWindowIsOver() {
        complete();
        judge(keyed(100, "k", 99, 100));

        ledger.advance(101, 110_000);
        assertThat(ask("k", "1")).isInstanceOf(KeyAnswer.Repeat.class);
        ledger.advance(102, 110_000 + KeyLedger.SLACK_MILLIS + 1);
        assertThat(ask("k", "1")).isEqualTo(new KeyAnswer.Fresh(102));
    }

    @Test
    void keepsRoomForWhatItPromisedUntilThatComes() {
        complete();
        for (int i = 0; i < 10; i++) {
            assertThat(ask("k" + i, "1")).isInstanceOf(KeyAnswer.Fresh.class);
        }

        assertThat(ask("one-more", "1")).isEqualTo(new KeyAnswer.Full());
        assertThat(ask("k3", "1")).isInstanceOf(KeyAnswer.Fresh.class);
        judge(keyed(100, "k3", 99, 100));
        assertThat(room.taken()).isEqualTo(10);
    }

    @Test
    void givesRoomBackThatWasPromisedForNothing() {
        complete();
        for (int i = 0; i < 10; i++) {
            ask("k" + i, "1");
        }

        ledger.expirePromises(NOW + Promises.LIFE_MILLIS);

        assertThat(room.taken()).isZero();
        assertThat(ask("one-more", "1")).isInstanceOf(KeyAnswer.Fresh.class);
    }

    @Test
    void hasNoRoomForAWindowThatIsTooLarge() {
        judge(plain(100));
        List<KeyedRecord> many = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            many.add(record(60 + i, "k" + i, 95));
        }

        ledger.extend(50, 99, many, true);

        assertThat(ask("new", "1")).isEqualTo(new KeyAnswer.Full());
        assertThat(room.taken()).isZero();
    }

    @Test
    void saysThatThereIsNoRoomRatherThanForgetEarlyInSilence() {
        complete();
        var many = new ArrayList<Publication>();
        for (int i = 0; i < KeyLedger.FLOOR + 20; i++) {
            many.add(keyed(100 + i, "k" + i, 99 + i, 100));
        }

        // More than the floor come without having asked; the last ones are still judged.
        long last = 100L + KeyLedger.FLOOR + 19;
        many.add(keyed(last + 1, "k" + (KeyLedger.FLOOR + 19), last - 1, 100));
        List<Long> heard = judgeAll(many);

        assertThat(heard).hasSize(KeyLedger.FLOOR + 20);
        assertThat(ask("k0", "1")).isEqualTo(new KeyAnswer.Full());
        assertThat(ask("new", "1")).isEqualTo(new KeyAnswer.Full());
    }

    @Test
    void learnsFromAnOlderRecordThatWhatItTookForTheFirstWasVoid() {
        judge(plain(100));
        ledger.extend(90, 99, List.of(record(95, "k", 98)), false);
        ledger.extend(50, 90, List.of(record(80, "k", 97)), true);

        assertThat(ask("k", "1")).isEqualTo(new KeyAnswer.Repeat(80, 97_000, true));
    }

    @Test
    void givesAllRoomBackWhenThePartitionGoes() {
        complete();
        judge(keyed(100, "k", 99, 100));
        ask("other", "1");

        ledger.close();

        assertThat(room.taken()).isZero();
    }

    private void complete() {
        ledger.advance(99, 100_000);
        ledger.extend(50, 99, List.of(), true);
    }

    private KeyAnswer ask(String key, String body) {
        return ledger.ask(identity(key), body(body), NOW);
    }

    private List<Long> judge(Publication... publications) {
        return judgeAll(List.of(publications));
    }

    private List<Long> judgeAll(List<Publication> publications) {
        KeyLedger.Judged judged = ledger.judge(publications);
        assertThat(judged.count()).isEqualTo(publications.size());
        ledger.advance(publications.getLast().offset(), publications.getLast().timeMillis());
        return offsets(judged.heard());
    }

    private static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }

    private static Digest identity(String key) {
        return PublishKey.identity("news", "", key);
    }

    private static Digest body(String json) {
        return Digest.of(Payload.of(json));
    }

    private static KeyedRecord record(long offset, String key, long seconds) {
        return new KeyedRecord(identity(key), body("1"), 49, offset, seconds * 1_000);
    }

    private static Publication plain(long offset) {
        return new Publication("news", 0, offset, 100_000, Payload.of("1"));
    }

    private static Publication keyed(long offset, String key, long after, long seconds) {
        return new Publication(
                "news", 0, offset, seconds * 1_000, Payload.of("1"), new PublishKey("", key, body("1"), after));
    }
}
