package io.carillon.bench.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes that were measured. */
final class Ending {

    private Ending() {}

    /** Asks a process to end; one that does not in time is killed with all that it has started. */
    static void of(Process process, Duration limit) {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, limit.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
