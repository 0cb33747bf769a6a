package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3629 at its borders, and against the platform's own decoder. */
class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "7f",
                "c2 80",
                "df bf",
                "e0 a0 80",
                "ec bf bf",
                "ed 80 80",
                "ed 9f bf",
                "ee 80 80",
                "ef bf bf",
                "f0 90 80 80",
                "f1 80 80 80",
                "f3 bf bf bf",
                "f4 8f bf bf",
                "ef bb bf 41",
                "ce ba e1 bd b9 cf 83"
            })
    void takesTheFirstAndTheLastOfEachLength(String hex) {
        assertThat(check(hex)).isEqualTo(Utf8.COMPLETE);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "80, 0, continuation without a start",
        "bf, 0, continuation without a start",
        "41 80, 1, continuation after ASCII",
        "c0 80, 0, overlong NUL",
        "c1 bf, 0, overlong in 2 bytes",
        "c2 41, 1, start without a continuation",
        "c2 c2, 1, start after a start",
        "e0 80 80, 1, overlong NUL in 3 bytes",
        "e0 9f bf, 1, overlong in 3 bytes",
        "e2 82 28, 2, third byte missing",
        "ed a0 80, 1, first surrogate",
        "ed bf bf, 1, last surrogate",
        "f0 80 80 80, 1, overlong NUL in 4 bytes",
        "f0 8f bf bf, 1, overlong in 4 bytes",
        "f1 80 80 c0, 3, fourth byte missing",
        "f4 90 80 80, 1, past U+10FFFF",
        "f5 80 80 80, 0, start past U+10FFFF",
        "f8 88 80 80 80, 0, start of 5 bytes",
        "fc 84 80 80 80 80, 0, start of 6 bytes",
        "fe, 0, never a byte of UTF-8",
        "ff, 0, never a byte of UTF-8",
        "61 62 63 64 65 66 67 68 ff, 8, after a whole word of ASCII",
        "61 62 63 64 65 66 ff 68 69, 6, inside a word of ASCII"
    })
    void refusesAtTheFirstOffendingByte(String hex, int offence, String why) {
        byte[] bytes = Bytes.ofHex(hex).array();

        assertThat(Utf8.check(Utf8.COMPLETE, bytes, 0, offence)).as(why).isNotEqualTo(Utf8.INVALID);
        assertThat(Utf8.check(Utf8.COMPLETE, bytes, 0, offence + 1)).as(why).isEqualTo(Utf8.INVALID);
        assertThat(check(hex)).as(why).isEqualTo(Utf8.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "e2", "e2 82", "f0", "f0 9f", "f0 9f 94", "41 41 f0 9f 94"})
    void knowsThatACodePointIsNotComplete(String hex) {
        assertThat(check(hex)).isNotEqualTo(Utf8.COMPLETE).isNotEqualTo(Utf8.INVALID);
    }

    @Test
    void knowsEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                assertThat(byByte(bytes)).isEqualTo(Utf8.COMPLETE);
            }
        }
    }

    @Test
    void judgesRandomBytesAsThePlatformDoes() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_122);
        int valid = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = likelyUtf8(random);
            boolean expected = platformTakes(bytes);
            valid += expected ? 1 : 0;
            assertThat(Utf8.check(Utf8.COMPLETE, bytes, 0, bytes.length) == Utf8.COMPLETE)
                    .as("%s", Bytes.of(bytes))
                    .isEqualTo(expected);
            assertThat(byByte(bytes) == Utf8.COMPLETE).isEqualTo(expected);
        }
        assertThat(valid).isBetween(20_000, 180_000);
    }

    /** Bytes near the borders of RFC 3629, since wholly random ones are hardly ever valid. */
    private static byte[] likelyUtf8(RandomGenerator random) {
        String[] parts = {
            "41",
            "7f",
            "6162636465666768",
            "c280",
            "dfbf",
            "e0a080",
            "e28282",
            "ed9fbf",
            "f0908080",
            "f48fbfbf",
            "f09f9494"
        };
        var hex = new StringBuilder();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            hex.append(parts[random.nextInt(parts.length)]);
        }
        byte[] bytes = Bytes.ofHex(hex.toString()).array();
        if (random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static boolean platformTakes(byte[] bytes) {
        try {
            CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static int check(String hex) {
        byte[] bytes = Bytes.ofHex(hex).array();
        int whole = Utf8.check(Utf8.COMPLETE, bytes, 0, bytes.length);
        assertThat(byByte(bytes)).isEqualTo(whole);
        return whole;
    }

    private static int byByte(byte[] bytes) {
        int state = Utf8.COMPLETE;
        for (int i = 0; i < bytes.length; i++) {
            state = Utf8.check(state, bytes, i, i + 1);
        }
        return state;
    }
}
