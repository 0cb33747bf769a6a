package io.carillon.standalone.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputTest {

    @Test
    void leavesOutOneLineBreakAtTheEnd() throws IOException {
        assertThat(whole("a\nb\n")).isEqualTo("a\nb");
        assertThat(whole("a\n\n")).isEqualTo("a\n");
        assertThat(whole("a\r\n")).isEqualTo("a");
        assertThat(whole("a")).isEqualTo("a");
        assertThat(whole("\n")).isEmpty();
        assertThat(whole("")).isEmpty();
    }

    @Test
    void readsLinesOfAllKinds() throws IOException {
        assertThat(lines("a\r\n\nü")).containsExactly("a", "", "ü");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void refusesWhatIsNoText() {
        var input = new Input(new ByteArrayInputStream("ü".getBytes(ISO_8859_1)));

        assertThatThrownBy(input::whole).isInstanceOf(CommandFailure.class).hasMessage("standard input is not UTF-8");
    }

    @Test
    void refusesAMessageThatNoServiceTakesBeforeMemoryIsFull() {
        var whole = new Input(endless());
        var line = new Input(endless());

        assertThatThrownBy(whole::whole).hasMessage("the message is longer than 16777216 bytes");
        assertThatThrownBy(line::line).hasMessage("the message is longer than 16777216 bytes");
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
    }

    private static String whole(String text) throws IOException {
        return new String(new Input(new ByteArrayInputStream(text.getBytes(UTF_8))).whole(), UTF_8);
    }

    private static List<String> lines(String text) throws IOException {
        var input = new Input(new ByteArrayInputStream(text.getBytes(UTF_8)));
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> line = input.line(); line.isPresent(); line = input.line()) {
            lines.add(new String(line.get(), UTF_8));
        }
        return lines;
    }
}
