package io.carillon.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerMainTest {

    @Test
    void printsOneLineWhenReadyAndNothingElseUntilItHasStopped(@TempDir Path data) {
        try (var broker = new BrokerProcess(data)) {
            broker.start();

            List<String> output = broker.terminate();

            assertThat(output).containsExactly("broker ready on " + broker.bootstrapServers());
        }
    }
}
