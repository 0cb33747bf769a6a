package io.carillon.runtime.discovery.consul;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.HealthClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.health.Service;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.QueryOptions;

/**
 * Watches the fanout nodes with blocking queries, on a virtual thread of its own.
 *
 * <p>An agent that is out of reach, or that knows nobody, changes nothing: nodes that were known stay known, since to try
 * one that is gone costs a moment, and to forget one that is there may cost everything.
 */
final class PeerWatch {

    private static final System.Logger LOGGER = System.getLogger(PeerWatch.class.getName());
    private static final String PASSING = "passing";

    /** Bounds of the random wait after a failure, and the wait between answers that change. */
    private static final long RETRY_MIN_MILLIS = 100;

    private static final long RETRY_MAX_MILLIS = 5_000;
    private static final long CALM_MILLIS = 200;

    private final HealthClient health;
    private final ConsulConfig config;
    private final String service;
    private final AtomicLong failures;
    private volatile List<Service> known = List.of();
    private volatile @Nullable Thread thread;

    PeerWatch(Consul consul, ConsulConfig config, AtomicLong failures) {
        this.health = consul.healthClient();
        this.config = config;
        this.service = Announcement.serviceName(config, "fanout");
        this.failures = failures;
    }

    void start() {
        thread = Thread.ofVirtual().name("consul-watch").start(this::run);
    }

    void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    List<String> meshPeers() {
        return known.stream()
                .map(peer -> peer.getAddress() + ':' + peer.getPort())
                .toList();
    }

    private void run() {
        BlockingIndex index = BlockingIndex.NONE;
        long failed = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    ConsulResponse<List<ServiceHealth>> answer = health.getAllServiceInstances(service, query(index));
                    if (index.isNews(answer.getIndex())) {
                        learn(answer.getResponse());
                    }
                    index = index.after(answer.getIndex());
                    failed = 0;
                    TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
                } catch (RuntimeException e) {
                    // Whatever the client throws. The agent may come back as another one, whose indexes mean something
                    // else.
                    index = BlockingIndex.NONE;
                    complain(failed++, e);
                    TimeUnit.MILLISECONDS.sleep(backOff(failed));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private QueryOptions query(BlockingIndex index) {
        return ImmutableQueryOptions.builder()
                .index(index.value())
                .wait(config.queryLimit().toSeconds() + "s")
                .consistencyMode(ConsistencyMode.STALE)
                .datacenter(config.datacenter())
                .build();
    }

    private void learn(List<ServiceHealth> instances) {
        List<Service> well = services(instances.stream()
                .filter(instance -> instance.getChecks().stream()
                        .allMatch(check -> check.getStatus().equals(PASSING)))
                .toList());
        List<Service> learnt = well.isEmpty() ? services(instances) : well;
        if (learnt.isEmpty()) {
            return;
        }
        if (!learnt.equals(known)) {
            LOGGER.log(
                    Level.INFO,
                    "fanout nodes known to Consul: {0}",
                    learnt.stream().map(Service::getId).toList());
        }
        known = learnt;
    }

    private static List<Service> services(List<ServiceHealth> instances) {
        return instances.stream().<Service>map(ServiceHealth::getService).toList();
    }

    private void complain(long failedBefore, RuntimeException e) {
        failures.incrementAndGet();
        if (failedBefore == 0 && !Thread.currentThread().isInterrupted()) {
            LOGGER.log(
                    Level.WARNING,
                    "Consul at {0} does not answer; going on with {1} known fanout nodes: {2}",
                    config.agent(),
                    known.size(),
                    e.getMessage());
        }
    }

    private static long backOff(long failed) {
        long most = Math.min(RETRY_MAX_MILLIS, RETRY_MIN_MILLIS << Math.min(failed, 10));
        return ThreadLocalRandom.current().nextLong(RETRY_MIN_MILLIS, most + 1);
    }
}
