package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.lifecycle.Lifecycle;
import io.carillon.runtime.lifecycle.Part;
import java.io.BufferedReader;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs a service in a JVM of its own, tells it to end as an orchestrator does, and reads what it wrote. */
@Timeout(60)
class DrainOnSignalTest {

    @Test
    void drainsOnSigtermAndLogsToTheEndAlthoughTheLogManagerIsShutDownMeanwhile() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Service.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            assertThat(line).contains("INFO  runtime.lifecycle.Lifecycle: service started in ");

            process.toHandle().destroy();

            List<String> rest = output.lines()
                    .map(text -> text.replaceFirst("^\\S+Z ", "").replaceAll("\\d+ ms", "n ms"))
                    .toList();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(rest)
                    .containsExactly(
                            "INFO  runtime.lifecycle.Lifecycle: service drains, for at most n ms",
                            "INFO  runtime.observe.DrainOnSignalTest$Service: the log manager was reset",
                            "WARN  SomeClient: shown",
                            "INFO  runtime.lifecycle.Lifecycle: service stopped in n ms");
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process under test. */
    static final class Service {

        private static final System.Logger LOGGER = System.getLogger(Service.class.getName());

        private Service() {}

        public static void main(String[] args) throws InterruptedException {
            Logging.start(LogLevel.INFO, System.err);
            var lifecycle = new Lifecycle("service", Ticker.system());
            lifecycle.add("work", new Part() {
                @Override
                public void start() {}

                @Override
                public void drain(Duration limit) {
                    // Quiet libraries have a level of their own, which the reset of the log manager takes away.
                    Logger library = Logger.getLogger("org.apache.kafka");
                    while (library.getLevel() != null) {
                        Thread.onSpinWait();
                    }
                    LOGGER.log(Level.INFO, "the log manager was reset");
                    LOGGER.log(Level.DEBUG, "not shown");
                    System.getLogger("org.apache.kafka.SomeClient").log(Level.INFO, "not shown");
                    System.getLogger("org.apache.kafka.SomeClient").log(Level.WARNING, "shown");
                }
            });
            lifecycle.stopOnShutdown(Duration.ofSeconds(10));
            lifecycle.start();
            lifecycle.awaitStopped();
        }
    }
}
