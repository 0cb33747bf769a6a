package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What closing the guard does, the kernel does when its owner is killed: the pipe ends. */
class ProcessGuardTest {

    private final Process one = sleeping();
    private final Process other = sleeping();

    private static Process sleeping() {
        try {
            return new ProcessBuilder("sleep", "600").start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() {
        one.destroyForcibly();
        other.destroyForcibly();
    }

    @Test
    void killsWhoWasGuardedLastAndNobodyElse() throws IOException, InterruptedException {
        var guard = new ProcessGuard();
        guard.start();
        guard.guard(List.of(one.pid(), other.pid()));
        guard.guard(List.of(one.pid()));

        guard.close();

        assertThat(one.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(one.exitValue()).isEqualTo(128 + 9);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void guardsNoGroupsOfProcesses() {
        assertThatThrownBy(() -> new ProcessGuard().guard(List.of(one.pid(), -1L)))
                .hasMessage("processIds: [" + one.pid() + ", -1] (expected: each > 1)");
    }

    @Test
    void killsNobodyWhenAllHaveEnded() throws IOException {
        var guard = new ProcessGuard();
        guard.start();
        guard.guard(List.of(one.pid()));
        guard.guard(List.of());

        guard.close();

        assertThat(one.isAlive()).isTrue();
    }
}
