package io.carillon.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BannerTest {

    @Test
    void tellsWhereEverythingIsAndWhatToTry() {
        String banner = Banner.text("0.1.0", Duration.ofMillis(4_230), 8080, 8000, 9090, "127.0.0.1:9092");

        assertThat(banner)
                .contains("Carillon 0.1.0 is ready, after 4.2 s.")
                .contains("curl -N 'http://localhost:8080/sse/messages?channels=news'\n")
                .contains("./carillon subscribe news\n")
                .contains("./carillon publish news 'It rings'\n");
    }

    @Test
    void tellsTheCommandsWhereToGoIfThePortIsAnother() {
        String banner = Banner.text("0.1.0", Duration.ofMillis(4_230), 9000, 8000, 9090, "127.0.0.1:9092");

        assertThat(banner)
                .contains("curl http://localhost:9000/messages")
                .contains("./carillon subscribe news --url http://localhost:9000\n")
                .contains("./carillon publish news 'It rings' --url http://localhost:9000\n");
    }
}
