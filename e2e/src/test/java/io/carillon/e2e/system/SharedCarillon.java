package io.carillon.e2e.system;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process that all tests with the same settings use. For the thread that runs the tests. */
final class SharedCarillon implements AutoCloseable {

    private final Set<String> settings;
    private @Nullable DataFolder data;
    private @Nullable RunningCarillon running;

    SharedCarillon(Set<String> settings) {
        this.settings = settings;
    }

    /** Returns the process, started by the first call, and again if a test left it dead. */
    RunningCarillon running() {
        RunningCarillon present = running;
        if (present == null || !present.process().isAlive()) {
            close();
            var folder = new DataFolder();
            data = folder;
            present = RunningCarillon.start(DevCommand.in(folder.path()).withAll(settings));
            running = present;
        }
        return present;
    }

    List<String> output() {
        return running == null
                ? List.of("(it did not start)")
                : running.process().output();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
        if (data != null) {
            data.close();
        }
    }
}
