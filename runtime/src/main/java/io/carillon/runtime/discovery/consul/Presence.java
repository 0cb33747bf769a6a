package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.discovery.Registration;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.AgentClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.NotRegisteredException;

/**
 * Keeps a process registered at its agent, on a virtual thread of its own: an agent that has restarted with nothing in its
 * memory, or has been replaced, is told anew.
 */
final class Presence {

    private static final System.Logger LOGGER = System.getLogger(Presence.class.getName());

    private final AgentClient agent;
    private final ConsulConfig config;
    private final AtomicLong failures;
    private volatile boolean registered;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;
    private volatile @Nullable String id;

    Presence(Consul consul, ConsulConfig config, AtomicLong failures) {
        this.agent = consul.agentClient();
        this.config = config;
        this.failures = failures;
    }

    /** Begins to keep the process registered; does not wait for the agent. */
    void begin(Registration self, BooleanSupplier ready) {
        id = Announcement.id(config, self);
        thread = Thread.ofVirtual().name("consul-presence").start(() -> run(self, ready));
    }

    boolean isRegistered() {
        return registered;
    }

    /** Takes the process out; waits for the agent to confirm, as long as the client's time for a call allows. */
    void end() throws InterruptedException {
        ended = true;
        Thread running = thread;
        String own = id;
        if (running == null || own == null) {
            return;
        }
        running.interrupt();
        // A registration under way would otherwise come after the removal.
        running.join();
        if (registered) {
            registered = false;
            try {
                agent.deregister(own);
                LOGGER.log(Level.INFO, "{0} is no longer registered at Consul", own);
            } catch (ConsulException e) {
                LOGGER.log(
                        Level.WARNING,
                        "could not take {0} out of Consul, which will forget it by itself: {1}",
                        own,
                        e.getMessage());
            }
        }
    }

    private void run(Registration self, BooleanSupplier ready) {
        long failed = 0;
        try {
            while (!ended) {
                try {
                    keep(self, ready.getAsBoolean());
                    failed = 0;
                } catch (RuntimeException e) {
                    // Whatever the client throws: this goes on as long as the process.
                    if (failed++ == 0 && !ended) {
                        LOGGER.log(
                                Level.WARNING,
                                "could not register at Consul at {0}, trying on: {1}",
                                config.agent(),
                                e.getMessage());
                    }
                    failures.incrementAndGet();
                }
                TimeUnit.MILLISECONDS.sleep(pause());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Registration self, boolean ready) {
        if (!registered || !agent.isRegistered(Announcement.id(config, self))) {
            registered = false;
            agent.register(Announcement.of(config, self));
            registered = true;
            LOGGER.log(Level.INFO, "registered at Consul as {0}", Announcement.id(config, self));
        }
        if (config.check() == ConsulConfig.Check.TTL) {
            tell(Announcement.ttlCheckId(config, self), ready);
        }
    }

    private void tell(String check, boolean ready) {
        try {
            if (ready) {
                agent.passCheck(check);
            } else {
                // Not critical: a process that lives but is not ready must not be forgotten.
                agent.warnCheck(check, "not ready");
            }
        } catch (NotRegisteredException e) {
            registered = false;
        }
    }

    /** As often as Consul checks, and not in step with all others. */
    private long pause() {
        long millis = config.interval().toMillis();
        return millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 4 + 1);
    }
}
