package io.carillon.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationTest {

    @Test
    void coversWhatAPrincipalHadUntilThenAndNothingThatItGotLater() {
        var revocation = new Revocation(Revocation.subjectKey("alice"), 1_000, 9_000);

        assertThat(revocation.covers(principal("alice", "t-1", 1_000))).isTrue();
        assertThat(revocation.covers(principal("alice", "t-2", 1_001))).isFalse();
        assertThat(revocation.covers(principal("bob", "t-3", 0))).isFalse();
    }

    @Test
    void coversATokenWheneverItSaysThatItWasMade() {
        var revocation = new Revocation(Revocation.tokenKey("t-1"), 1_000, 9_000);

        assertThat(revocation.covers(principal("alice", "t-1", 5_000))).isTrue();
        assertThat(revocation.covers(principal("alice", "t-2", 0))).isFalse();
    }

    @Test
    void aTokenIsNotTakenForAPrincipalOfTheSameName() {
        var revocation = new Revocation(Revocation.tokenKey("alice"), 1_000, 9_000);

        assertThat(revocation.covers(principal("alice", "t-1", 0))).isFalse();
    }

    @Test
    void needsANameOfAtMost255Characters() {
        assertThat(new Revocation(Revocation.subjectKey("a".repeat(255)), 0, 1).key())
                .hasSize(259);

        assertThatThrownBy(() -> new Revocation(Revocation.subjectKey("a".repeat(256)), 0, 1))
                .hasMessage("name: 256 characters (expected: 1 to 255)");
        assertThatThrownBy(() -> new Revocation(Revocation.tokenKey(""), 0, 1))
                .hasMessage("name: 0 characters (expected: 1 to 255)");
    }

    @Test
    void isReadFromItsRecordAsItWas() {
        var revocation = new Revocation(Revocation.subjectKey("älice\n\""), 1_790_000_000_000L, 1_790_086_400_000L);

        assertThat(RevocationText.value(revocation))
                .asString()
                .isEqualTo("{\"before\":1790000000000,\"until\":1790086400000}");
        assertThat(RevocationText.read(RevocationText.key(revocation), RevocationText.value(revocation)))
                .contains(revocation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"before\":1}",
                "{\"before\":1,\"until\":\"2\"}",
                "{\"before\":1,\"until\":2.5}",
                "{\"before\":1,\"until\":99999999999999999999}",
                "{\"before\":1,\"until\":2}x"
            })
    void isNotReadFromOtherRecords(String value) {
        byte[] key = "sub:alice".getBytes(StandardCharsets.UTF_8);

        assertThat(RevocationText.read(key, value.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void isNotReadFromRecordsWithoutAName() {
        byte[] value = "{\"before\":1,\"until\":2}".getBytes(StandardCharsets.UTF_8);

        assertThat(RevocationText.read(new byte[] {(byte) 0xff, 'a', 'a', 'a', 'a', 'a'}, value))
                .isEmpty();
        assertThat(RevocationText.read("sub:".getBytes(StandardCharsets.UTF_8), value))
                .isEmpty();
    }

    private static Principal principal(String subject, String tokenId, long issuedAtMillis) {
        return new Principal(subject, tokenId, Rights.NONE, issuedAtMillis, Long.MAX_VALUE);
    }
}
