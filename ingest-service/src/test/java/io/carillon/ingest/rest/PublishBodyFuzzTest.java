package io.carillon.ingest.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carillon.core.json.Json;

/** Whatever body a publisher sends, it is refused, or a message whose value is JSON. */
class PublishBodyFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void aMessageIsJson(byte[] body) {
        check(MessageBody.object(body));
        check(MessageBody.value("c", body));
        check(MessageBody.text("c", body));
    }

    /** The same reader works on a part of a batch, of which it must not see more. */
    @FuzzTest(maxDuration = "10m")
    void aLineOfABatchIsReadAsIfItWereAlone(byte[] line) {
        byte[] batch = new byte[line.length + 4];
        System.arraycopy(line, 0, batch, 2, line.length);
        batch[0] = '{';
        batch[1] = '\n';
        batch[line.length + 2] = '\n';
        batch[line.length + 3] = '}';

        assertThat(kind(MessageBody.object(batch, 2, 2 + line.length))).isEqualTo(kind(MessageBody.object(line)));
    }

    private static void check(MessageBody.Parsed parsed) {
        if (parsed instanceof MessageBody.Parsed.Message message) {
            assertThat(Json.problem(message.value().bytes())).isEmpty();
        }
    }

    private static Object kind(MessageBody.Parsed parsed) {
        return parsed instanceof MessageBody.Parsed.Message message ? message : MessageBody.Parsed.Invalid.class;
    }
}
