package io.carillon.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs small shell scripts as services. */
class ServiceProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FOREVER = "while :; do read line < pipe; done";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void runsInTheGivenPlaceWithTheGivenEnvironment() {
        ProcessCommand command = ProcessCommand.of("sh", "-c", "echo $GREETING; pwd; echo oops >&2; exit 3")
                .with("GREETING", "hi");

        try (ServiceProcess process = ServiceProcess.start(command.in(directory))) {
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(process.output()).containsExactly("hi", directory.toString(), "oops");
        }
    }

    @Test
    void findsALineThatWasWrittenBeforeOrWillBe() {
        try (ServiceProcess process = script("echo starting; echo ready on port 81; " + FOREVER)) {
            assertThat(process.awaitLine(Pattern.compile("port \\d+"), PATIENCE))
                    .isEqualTo("ready on port 81");
            assertThat(process.awaitLine(Pattern.compile("^start"), PATIENCE)).isEqualTo("starting");
        }
    }

    @Test
    void showsTheOutputWhenALineNeverComes() {
        try (ServiceProcess process = script("echo cannot bind; exit 4")) {
            assertThatThrownBy(() -> process.awaitLine(Pattern.compile("ready"), PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no line with ready")
                    .hasMessageContaining("cannot bind");
        }
    }

    @Test
    void saysThatTheProcessEndedWhereAPortNeverOpens() {
        int port = FreePorts.one();

        try (ServiceProcess process = script("exit 5")) {
            assertThatThrownBy(() -> process.awaitPort(port, PATIENCE))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("nobody listens on port " + port)
                    .hasMessageContaining("ended with 5");
        }
    }

    @Test
    void waitsForAPort() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess process = script(FOREVER)) {
            process.awaitPort(listener.getLocalPort(), PATIENCE);

            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void terminatesInAWayTheProcessCanAnswer() {
        try (ServiceProcess process = script("trap 'echo draining; exit 7' TERM; echo up; " + FOREVER)) {
            process.awaitLine(Pattern.compile("up"), PATIENCE);

            process.terminate();

            assertThat(process.awaitExit(PATIENCE)).isEqualTo(7);
            assertThat(process.output()).endsWith("draining");
        }
    }

    @Test
    void killsWithoutAWord() {
        try (ServiceProcess process = script("trap 'echo draining' TERM; echo up; " + FOREVER)) {
            process.awaitLine(Pattern.compile("up"), PATIENCE);

            process.kill();

            assertThat(process.awaitExit(PATIENCE)).isEqualTo(128 + 9);
            assertThat(process.output()).containsExactly("up");
        }
    }

    @Test
    void haltsAProcessAndLetsItGoOn() {
        try (ServiceProcess process = script("trap 'echo tick' USR1; echo up; " + FOREVER)) {
            process.awaitLine(Pattern.compile("up"), PATIENCE);

            process.pause();
            awaitState(process, 'T');
            process.proceed();

            awaitState(process, 'S');
        }
    }

    @Test
    void leavesNeitherAPausedProcessNorItsChildrenBehind() {
        ServiceProcess process = script("sh -c 'echo child $$; " + FOREVER + "' & " + FOREVER);
        String line = process.awaitLine(Pattern.compile("child"), PATIENCE);
        long child = Long.parseLong(line.substring("child ".length()));
        process.pause();

        process.close();

        assertThat(process.isAlive()).isFalse();
        Eventually.eventually()
                .until(
                        "the child is gone",
                        () -> ProcessHandle.of(child)
                                .map(handle -> !handle.isAlive())
                                .orElse(true));
    }

    @Test
    void refusesToSignalAProcessThatEnded() {
        try (ServiceProcess process = script("exit 0")) {
            process.awaitExit(PATIENCE);

            assertThatThrownBy(process::terminate)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("cannot send SIGTERM: the process has ended");
        }
    }

    @Test
    void findsDifferentPortsOnWhichAServerCanListen() throws IOException {
        List<Integer> ports = FreePorts.some(20);

        assertThat(ports)
                .hasSize(20)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(20_000, 31_999));
        for (int port : ports) {
            try (var listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(listener.isBound()).isTrue();
            }
        }
    }

    @Test
    void findsNeighboursAmongNoneOfTheOthers() {
        List<Integer> ports = FreePorts.someAndPair(20);

        assertThat(ports).hasSize(22).doesNotHaveDuplicates();
        assertThat(ports.getLast()).isEqualTo(ports.get(20) + 1);
    }

    /** The state letter that Linux tells of a process: S asleep, T halted. */
    private static void awaitState(ServiceProcess process, char wanted) {
        Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
        Eventually.eventually().passes("state " + wanted, () -> {
            String text = read(stat);
            assertThat(text.charAt(text.lastIndexOf(')') + 2)).isEqualTo(wanted);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a script that can wait for ever, without using the processor, by reading a pipe nobody writes to. */
    private ServiceProcess script(String script) {
        return ServiceProcess.start(ProcessCommand.of("sh", "-c", "[ -p pipe ] || mkfifo pipe; " + script)
                .in(directory));
    }
}
