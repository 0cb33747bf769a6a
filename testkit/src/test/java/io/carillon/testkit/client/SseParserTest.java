package io.carillon.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carillon.testkit.time.ManualTicker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {

    @Test
    void readsAllFieldsOfAnEvent() {
        SseEvent event = parse("id:7\nevent:tick\nretry:1500\ndata:{}\n\n").getFirst();

        assertThat(event)
                .isEqualTo(new SseEvent(
                        "7",
                        "tick",
                        "{}",
                        OptionalLong.of(1500),
                        Bytes.of("id:7\nevent:tick\nretry:1500\ndata:{}\n\n"),
                        42));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void knowsEveryLineEnd(String end) {
        List<SseEvent> events = parse(String.join(end, "data:a", "data:b", "", "data:c", "", ""));

        assertThat(events).extracting(SseEvent::data).containsExactly("a\nb", "c");
    }

    @Test
    void takesOneSpaceOffAValue() {
        assertThat(parse("data:  a \n\ndata\n\n")).extracting(SseEvent::data).containsExactly(" a ", "");
    }

    @Test
    void callsAnEventWithoutANameMessageAndForgetsNamesBetweenEvents() {
        assertThat(parse("event:x\nid:1\ndata:a\n\ndata:b\n\n"))
                .extracting(SseEvent::event, SseEvent::id)
                .containsExactly(tuple("x", "1"), tuple("message", null));
    }

    @Test
    void dispatchesNothingWithoutDataButKeepsTheRetryAndTheBytes() {
        List<SseEvent> events = parse("retry:9\n\n:comment\n\nevent:lost\n\ndata:a\n\n");

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().retry()).hasValue(9);
        assertThat(events.getFirst().event()).isEqualTo("message");
        assertThat(events.getFirst().raw()).isEqualTo(Bytes.of("retry:9\n\n:comment\n\nevent:lost\n\ndata:a\n\n"));
    }

    @Test
    void ignoresWhatTheStandardIgnores() {
        SseEvent event = parse("\ufeffid:a\0b\nretry:soon\nretry:-1\nother:x\n:data:c\ndata:d\n\n")
                .getFirst();

        assertThat(event.id()).isNull();
        assertThat(event.retry()).isEmpty();
        assertThat(event.data()).isEqualTo("d");
    }

    @Test
    void dropsAnEventThatIsNotFinished() {
        assertThat(parse("data:a\n\ndata:b\n")).extracting(SseEvent::data).containsExactly("a");
    }

    private static List<SseEvent> parse(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<SseEvent> whole = new ArrayList<>();
        new SseParser(whole::add, new ManualTicker(42)).feed(bytes);
        List<SseEvent> byByte = new ArrayList<>();
        var parser = new SseParser(byByte::add, new ManualTicker(42));
        for (byte one : bytes) {
            parser.feed(new byte[] {one});
        }
        assertThat(byByte).isEqualTo(whole);
        return whole;
    }
}
