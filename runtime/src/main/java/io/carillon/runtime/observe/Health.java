package io.carillon.runtime.observe;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What a process knows about its own health.
 *
 * <p>Services add checks and facts while they are wired, before the management server starts. Checks and facts are
 * called on the threads of the probes, several at a time, and must answer at once from state that the service keeps:
 * never with I/O, and never about a trouble that all processes share, lest they all be taken out at once.
 *
 * <p>By itself, a process is started from {@link #started()} on, and ready from then until {@link #draining()}.
 */
public final class Health {

    /** What a check is asked for, and so what happens when it fails. */
    public enum Kind {
        /** Can this process recover by itself? If not, it is restarted. */
        LIVE,
        /** Should this process get work? If not, balancers leave it out. */
        READY,
        /** Has this process come up? Until then nobody asks for the other two. */
        STARTED
    }

    /**
     * A named check.
     *
     * @param name in lower case with dashes
     */
    record Check(Kind kind, String name, Supplier<Verdict> rule) {

        /** Returns the verdict; a check that fails to come to one is a bad one. */
        Verdict verdict() {
            try {
                return rule.get();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "health check " + name + " failed", e);
                return Verdict.bad("the check failed: " + e);
            }
        }
    }

    private record Fact(String field, Supplier<?> source) {

        /** Returns the value, or why there is none: no fact is worth failing a probe for. */
        Object value() {
            try {
                return source.get();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "health fact " + field + " failed", e);
                return "unknown: " + e;
            }
        }
    }

    private enum Phase {
        STARTING,
        RUNNING,
        DRAINING
    }

    private static final System.Logger LOGGER = System.getLogger(Health.class.getName());

    private final List<Check> checks = new CopyOnWriteArrayList<>();
    private final List<Fact> livenessFacts = new CopyOnWriteArrayList<>();
    private final List<Fact> readinessFacts = new CopyOnWriteArrayList<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    /** Makes the health of a process that is starting. */
    public Health() {
        add(Kind.STARTED, "process", () -> Verdict.of(phase.get() != Phase.STARTING, "the process is starting"));
        add(Kind.READY, "process", () -> switch (phase.get()) {
            case STARTING -> Verdict.bad("the process is starting");
            case RUNNING -> Verdict.good();
            case DRAINING -> Verdict.bad("the process is draining");
        });
    }

    /** Adds a check; the process is live, ready or started when all checks of that kind are good. */
    public Health add(Kind kind, String name, Supplier<Verdict> rule) {
        checks.add(new Check(kind, name, rule));
        return this;
    }

    /**
     * Adds a field to the answer of {@code /liveness}, such as whether this node leads.
     *
     * @param fact gives text, a number, a truth value, or lists and maps of those
     */
    public Health tellOnLiveness(String field, Supplier<?> fact) {
        livenessFacts.add(new Fact(field, fact));
        return this;
    }

    /**
     * Adds a field to the answer of {@code /readiness}, such as the members of the cluster.
     *
     * @param fact as for {@link #tellOnLiveness}
     */
    public Health tellOnReadiness(String field, Supplier<?> fact) {
        readinessFacts.add(new Fact(field, fact));
        return this;
    }

    /** Tells that everything has started; has no effect when the process is draining already. */
    public void started() {
        phase.compareAndSet(Phase.STARTING, Phase.RUNNING);
    }

    /** Tells that the process is about to stop and should get no more work. */
    public void draining() {
        phase.set(Phase.DRAINING);
    }

    /** Returns whether all checks of a kind are good. */
    public boolean is(Kind kind) {
        return of(kind).stream().allMatch(check -> check.verdict().up());
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Check> of(Kind kind) {
        return checks.stream().filter(check -> check.kind() == kind).toList();
    }

    Map<String, Object> livenessFacts() {
        return facts(livenessFacts);
    }

    Map<String, Object> readinessFacts() {
        return facts(readinessFacts);
    }

    private static Map<String, Object> facts(List<Fact> told) {
        var facts = new LinkedHashMap<String, Object>();
        told.forEach(fact -> facts.put(fact.field(), fact.value()));
        return facts;
    }
}
