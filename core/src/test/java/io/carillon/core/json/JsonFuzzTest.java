package io.carillon.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;

/** Whatever bytes come, the readers of JSON answer, and agree with each other. */
class JsonFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void compactingIsRepeatableAndChangesNothingThatMatters(byte[] text) {
        if (Json.compact(text) instanceof Json.Checked.Valid(var value)) {
            assertThat(Json.problem(text)).isEmpty();
            assertThat(Json.compact(value.bytes())).isEqualTo(new Json.Checked.Valid(value));
            assertThat(value.size()).isLessThanOrEqualTo(text.length);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void membersOfAnObjectAreJsonThemselves(byte[] text) {
        if (JsonObject.scan(text, Set.of("channel", "message")) instanceof JsonObject.Scanned.Members members) {
            members.member("channel")
                    .ifPresent(value -> assertThat(Json.problem(value.bytes())).isEmpty());
            members.member("message")
                    .ifPresent(value -> assertThat(Json.problem(value.bytes())).isEmpty());
        }
    }
}
