package io.carillon.e2e.simulation;

import java.util.HashMap;
import java.util.Map;

/** Once all troubles are over, every client hears heartbeats, or messages as fast as it reads. */
final class EveryoneIsServed implements Invariant {

    private static final long PATIENCE_MILLIS = 6_000;

    private final Map<String, Long> heardMillis = new HashMap<>();

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Heartbeat || heard instanceof Heard.Message) {
            heardMillis.put(outlet.client().toString(), world.agenda.millis());
        }
    }

    @Override
    public void atRest(World world) {
        for (SimClient client : world.clients) {
            long ago = world.agenda.millis() - heardMillis.getOrDefault(client.toString(), 0L);
            if (ago > PATIENCE_MILLIS) {
                throw new Violation(client + " heard its last heartbeat or message " + ago + " ms ago (expected: <= "
                        + PATIENCE_MILLIS + ")");
            }
        }
    }
}
