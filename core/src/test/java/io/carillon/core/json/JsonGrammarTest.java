package io.carillon.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.json.Json.Checked;
import io.carillon.core.publication.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGrammarTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "12",
                "-1.5",
                "0.10",
                "1e5",
                "1E+05",
                "1.25e-300",
                "123456789012345678901234567890.123456789",
                "1e400",
                "\"\"",
                "\"a\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\\ud800\"",
                "\"\u007f\u2028é😀\"",
                "[]",
                "{}",
                "[[],{},[{}]]",
                "{\"\":{\"a\":[1,2,{\"b\":null}]},\"a\":1,\"a\":2}"
            })
    void keepsEveryByteOfACompactValue(String value) {
        assertThat(compact(value)).isEqualTo(new Checked.Valid(Payload.of(value)));
    }

    /** A long string is looked at eight bytes at a time; what may not be in one is found wherever it is. */
    @Test
    void looksAtEveryByteOfALongString() {
        for (int place = 0; place < 20; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] text = ("\"" + "x".repeat(20) + "\"").getBytes(StandardCharsets.US_ASCII);
                text[1 + place] = (byte) value;
                boolean plain = value >= ' ' && value < 0x80 && value != '"' && value != '\\';

                assertThat(Json.compact(text))
                        .as("byte %d at %d", value, place)
                        .isInstanceOf(plain ? Checked.Valid.class : Checked.Malformed.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`  1 `, `1`",
                "`\t\r\n null\n`, `null`",
                "`[ ]`, `[]`",
                "`{ }`, `{}`",
                "`[ 1 , 2 ]`, `[1,2]`",
                "`{ \"a b\" : \" c  \" ,\n\"d\"\t:\r[ ] } `, `{\"a b\":\" c  \",\"d\":[]}`",
                "`[[ 1],[2 ] ,{ \"x\":1.0 }]`, `[[1],[2],{\"x\":1.0}]`"
            })
    void leavesOutWhiteSpaceBetweenTokensOnly(String value, String compacted) {
        assertThat(compact(value)).isEqualTo(new Checked.Valid(Payload.of(compacted)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, `byte 0: end of text (expected: a value)`",
                "` `, `byte 1: end of text (expected: a value)`",
                "`nul`, `byte 3: end of text (expected: 'null')`",
                "`nulL`, `byte 3: 'L' (expected: 'null')`",
                "`True`, `byte 0: 'T' (expected: a value)`",
                "`NaN`, `byte 0: 'N' (expected: a value)`",
                "`Infinity`, `byte 0: 'I' (expected: a value)`",
                "`-`, `byte 1: end of text (expected: a digit)`",
                "`-a`, `byte 1: 'a' (expected: a digit)`",
                "`+1`, `byte 0: '+' (expected: a value)`",
                "`.5`, `byte 0: '.' (expected: a value)`",
                "`01`, `byte 1: '1' (expected: nothing after the value)`",
                "`-01`, `byte 2: '1' (expected: nothing after the value)`",
                "`1.`, `byte 2: end of text (expected: a digit)`",
                "`1.e5`, `byte 2: 'e' (expected: a digit)`",
                "`1e`, `byte 2: end of text (expected: a digit)`",
                "`1e+`, `byte 3: end of text (expected: a digit)`",
                "`0x10`, `byte 1: 'x' (expected: nothing after the value)`",
                "`1 2`, `byte 2: '2' (expected: nothing after the value)`",
                "`\"`, `byte 1: end of text (expected: a character of the string, or '\"' to end it)`",
                "`\"a\tb\"`, `byte 2: 0x09 (expected: a character of the string, or '\"' to end it)`",
                "`\"\\x\"`, `byte 2: 'x' (expected: one of \" \\ / b f n r t u after '\\')`",
                "`\"\\`, `byte 2: end of text (expected: one of \" \\ / b f n r t u after '\\')`",
                "`\"\\u12g4\"`, `byte 5: 'g' (expected: a hexadecimal digit)`",
                "`\"\\u12`, `byte 5: end of text (expected: a hexadecimal digit)`",
                "`'a'`, `byte 0: ''' (expected: a value)`",
                "`[`, `byte 1: end of text (expected: a value)`",
                "`]`, `byte 0: ']' (expected: a value)`",
                "`[1`, `byte 2: end of text (expected: ',' or ']')`",
                "`[1,]`, `byte 3: ']' (expected: a value)`",
                "`[,1]`, `byte 1: ',' (expected: a value)`",
                "`[1 2]`, `byte 3: '2' (expected: ',' or ']')`",
                "`[1}`, `byte 2: '}' (expected: ',' or ']')`",
                "`[1]]`, `byte 3: ']' (expected: nothing after the value)`",
                "`{`, `byte 1: end of text (expected: '\"' to start a member's name)`",
                "`{\"a\"`, `byte 4: end of text (expected: ':')`",
                "`{\"a\":`, `byte 5: end of text (expected: a value)`",
                "`{\"a\":1`, `byte 6: end of text (expected: ',' or '}')`",
                "`{\"a\":1,}`, `byte 7: '}' (expected: '\"' to start a member's name)`",
                "`{\"a\":1]`, `byte 6: ']' (expected: ',' or '}')`",
                "`{\"a\" 1}`, `byte 5: '1' (expected: ':')`",
                "`{a:1}`, `byte 1: 'a' (expected: '\"' to start a member's name)`",
                "`{1:1}`, `byte 1: '1' (expected: '\"' to start a member's name)`",
                "`[{]}`, `byte 2: ']' (expected: '\"' to start a member's name)`",
                "`/*c*/1`, `byte 0: '/' (expected: a value)`",
                "`1//c`, `byte 1: '/' (expected: nothing after the value)`",
                "`\u00a01`, `byte 0: 0xc2 (expected: a value)`",
                "`\ufeff1`, `byte 0: 0xef (expected: a value)`"
            })
    void saysWhatBreaksTheGrammarAndWhere(String value, String problem) {
        assertThat(Json.problem(value.getBytes(StandardCharsets.UTF_8))).contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c2",
                "c222",
                "e0809f",
                "e09fbf",
                "e282",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "f09f98",
                "ff",
                "fe"
            })
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] value = HexFormat.of().parseHex("2261" + hex + "22");

        assertThat(Json.problem(value)).contains("byte 2: not valid UTF-8");
        assertThat(Utf8.problem(value)).contains("byte 2: not valid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c280", "dfbf", "e0a080", "ed9fbf", "ee8080", "efbfbf", "f0908080", "f48fbfbf"})
    void takesUtf8UpToItsBorders(String hex) {
        byte[] value = HexFormat.of().parseHex("22" + hex + "22");

        assertThat(Json.problem(value)).isEmpty();
        assertThat(Utf8.problem(value)).isEmpty();
    }

    @Test
    void takesNestingUpToTheLimitAndNotOneLevelMore() {
        assertThat(Json.problem(nested(256))).isEmpty();
        assertThat(Json.problem(nested(257))).contains("byte 256: nested deeper than 256 levels");
        assertThat(Json.compact(bytes("[{}]"), 1))
                .isEqualTo(new Checked.Malformed(1, "byte 1: nested deeper than 1 levels"));
    }

    @Test
    void remembersWhatIsOpenAcrossMoreThanOneWordOfLevels() {
        String open = "[{\"a\":".repeat(100);
        String close = "}]".repeat(100);

        assertThat(Json.problem(bytes(open + "1" + close))).isEmpty();
        assertThat(Json.problem(bytes(open + "1" + close.replace("}]}]}]", "}]}}]]"))))
                .isNotEmpty();
    }

    @Test
    void takesLinearTimeForHostileSizes() {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(Json.problem(bytes("1".repeat(1_000_000)))).isEmpty();
            assertThat(Json.problem(bytes("[".repeat(1_000_000)))).isNotEmpty();
            assertThat(Json.problem(bytes("[" + "1 , ".repeat(1_000_000) + "1]")))
                    .isEmpty();
            assertThat(Json.problem(bytes("{" + "\"k\":1,".repeat(1_000_000) + "\"k\":1}")))
                    .isEmpty();
            assertThat(Json.problem(bytes("\"" + "\\u0000".repeat(1_000_000) + "\"")))
                    .isEmpty();
        });
    }

    @Test
    void refusesEveryTruncationOfAnObject() {
        byte[] whole = bytes("{\"a\":[1.5e3,\"\\u00e9é😀\",true,null,{\"b\":[]}]}");

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(Json.problem(cut)).as("cut at %d", length).isNotEmpty();
        }
        assertThat(Json.problem(whole)).isEmpty();
    }

    @Test
    void answersAnyBytesWithAVerdict() {
        var random = new Random(20261122);
        byte[] alphabet = bytes("{}[]\",:\\u0019aef-+.ntrl \n\u00e9");
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(24)];
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet[random.nextInt(alphabet.length)];
            }

            if (Json.compact(text.clone()) instanceof Checked.Valid(var payload)) {
                assertThat(Json.compact(payload.bytes())).isEqualTo(new Checked.Valid(payload));
            }
        }
    }

    private static Checked compact(String value) {
        return Json.compact(bytes(value));
    }

    private static byte[] nested(int levels) {
        return bytes("[".repeat(levels) + "]".repeat(levels));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
