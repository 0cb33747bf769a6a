package io.carillon.core.position;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever text a client gives back, it is no cursor, or one that reads the same when it is written again. */
class CursorFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void whatIsReadIsWrittenAgain(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);

        Cursor.parse(text)
                .ifPresent(cursor -> assertThat(Cursor.parse(cursor.text())).contains(cursor));
    }
}
