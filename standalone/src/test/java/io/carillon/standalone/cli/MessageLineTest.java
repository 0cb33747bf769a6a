package io.carillon.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageLineTest {

    @Test
    void putsATabBetweenChannelAndMessage() {
        assertThat(new MessageLine(false, false).of("id", "news", "{\"a\":1}")).isEqualTo("news\t{\"a\":1}");
    }

    @Test
    void putsTheIdFirst() {
        assertThat(new MessageLine(true, false).of("id", "news", "1")).isEqualTo("id\tnews\t1");
    }

    @Test
    void printsTextAsItIsMeantWhenRaw() {
        var raw = new MessageLine(false, true);

        assertThat(raw.of("id", "news", "\"say \\\"hi\\\"\\n\"")).isEqualTo("say \"hi\"\n");
        assertThat(raw.of("id", "news", "[\"a\"]")).isEqualTo("[\"a\"]");
    }

    @Test
    void printsWhatIsNoTextAsItCame() {
        assertThat(new MessageLine(false, true).of("id", "news", "\"\\ud800\"")).isEqualTo("\"\\ud800\"");
    }
}
