package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.testkit.client.HttpReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem document, taken from exactly the promised bytes. What is escaped in them stays so.
 *
 * @param title what is wrong in general
 * @param code the stable code
 * @param detail what is wrong this time
 */
record Problem(String title, String code, String detail) {

    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";

    private static final Pattern SHAPE = Pattern.compile("\\{\"type\":\"about:blank\",\"title\":" + TEXT
            + ",\"status\":([0-9]{3}),\"detail\":" + TEXT + ",\"code\":" + TEXT + ",\"error\":" + TEXT + "}");

    /** Reads the document of an answer; it has to agree with the answer's status, and with itself. */
    static Problem of(HttpReply reply) {
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        Matcher matcher = SHAPE.matcher(reply.text());
        assertThat(matcher.matches()).as(reply.text()).isTrue();
        assertThat(Integer.parseInt(matcher.group(2))).isEqualTo(reply.status());
        assertThat(matcher.group(5)).as("error repeats the detail").isEqualTo(matcher.group(3));
        return new Problem(matcher.group(1), matcher.group(4), matcher.group(3));
    }
}
