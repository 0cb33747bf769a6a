package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemDocumentTest {

    @Test
    void saysEverythingThatMachinesAndPeopleAndPushClientsLookFor() {
        assertThat(new ProblemDocument(ErrorCode.INVALID_CHANNEL, "channel: \"a\nb\"").json())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"The channel name breaks the rule for names\","
                        + "\"status\":400,\"detail\":\"channel: \\\"a\\nb\\\"\",\"code\":\"invalid-channel\","
                        + "\"error\":\"channel: \\\"a\\nb\\\"\"}");
    }

    @Test
    void isOneLineOfJsonForEveryCode() {
        for (ErrorCode code : ErrorCode.values()) {
            byte[] json = ProblemDocument.of(code).json().getBytes(StandardCharsets.UTF_8);

            assertThat(Json.problem(json)).as(code.slug()).isEmpty();
            assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n");
        }
    }

    @Test
    void tellsWhenToTryAgainOnlyIfThatMakesSense() {
        assertThat(raw(ErrorCode.LOG_UNAVAILABLE)).contains("Retry-After: 1\r\n");
        assertThat(raw(ErrorCode.MALFORMED_JSON)).doesNotContain("Retry-After");
    }

    private static String raw(ErrorCode code) {
        return new String(ProblemDocument.of(code).rawAnswer(), StandardCharsets.UTF_8);
    }
}
