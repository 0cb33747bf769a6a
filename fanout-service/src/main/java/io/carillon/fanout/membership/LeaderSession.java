package io.carillon.fanout.membership;

import io.carillon.core.time.Ticker;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.leadership.Progress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's session at the leader, wherever that is: finds it, reports there, and goes on to another node when nothing comes
 * back.
 *
 * <p>Threading: {@link #report} and {@link #close} belong to one thread; answers come from any.
 */
final class LeaderSession {

    private static final System.Logger LOGGER = System.getLogger(LeaderSession.class.getName());

    private final String ownAddress;
    private final Duration patience;
    private final Desk own;
    private final Supplier<Optional<String>> leaderAddress;
    private final Supplier<List<String>> peers;
    private final Sessions sessions;
    private final Ticker ticker;

    private volatile long heardNanos;
    private volatile boolean everHeard;
    private volatile Map<Integer, Progress> progress = Map.of();

    /** Where to report next, as the node asked last said. */
    private volatile @Nullable String redirect;

    private volatile boolean sessionOver;
    private Sessions.@Nullable Session session;
    private @Nullable String sessionAddress;
    private long sessionNanos;
    private int turn;

    /**
     * Makes one that has not begun.
     *
     * @param ownAddress where this node's own mesh listener is
     * @param patience how long it waits for an answer before it asks another node
     * @param own this node's own desk, for when it leads itself
     * @param leaderAddress where the leader's mesh listener is, if this node knows
     * @param peers the mesh listeners of other nodes, to ask when it does not
     */
    LeaderSession(
            String ownAddress,
            Duration patience,
            Desk own,
            Supplier<Optional<String>> leaderAddress,
            Supplier<List<String>> peers,
            Sessions sessions,
            Ticker ticker) {
        this.ownAddress = ownAddress;
        this.patience = patience;
        this.own = own;
        this.leaderAddress = leaderAddress;
        this.peers = peers;
        this.sessions = sessions;
        this.ticker = ticker;
    }

    /** Returns how long ago the leader last answered that it heard this node, or empty if it never has. */
    Optional<Duration> sinceHeard() {
        return everHeard ? Optional.of(Duration.ofNanos(ticker.nanos() - heardNanos)) : Optional.empty();
    }

    /** Returns how far the owners of all partitions are, as the leader last told. */
    Map<Integer, Progress> progress() {
        return progress;
    }

    /** Reports to the leader, be it this node itself, or to whoever may know where it is. */
    void report(MemberReport report) {
        switch (own.take(report)) {
            case Answer.Heard(Map<Integer, Progress> told) -> {
                heard(told);
                close();
            }
            case Answer.NotLeader(String elsewhere) -> {
                if (elsewhere != null && !elsewhere.equals(ownAddress)) {
                    redirect = elsewhere;
                }
                reportElsewhere(report);
            }
        }
    }

    private void reportElsewhere(MemberReport report) {
        if (session != null && ticker.nanos() - Math.max(heardNanos, sessionNanos) > patience.toNanos()) {
            // It may be frozen, or cut off from the others and not know it.
            sessionOver = true;
            redirect = null;
        }
        String wanted = address();
        if (session != null && (sessionOver || (wanted != null && !wanted.equals(sessionAddress)))) {
            close();
        }
        if (session == null && wanted != null) {
            sessionOver = false;
            sessionAddress = wanted;
            sessionNanos = ticker.nanos();
            session = sessions.open(wanted, this::answered, () -> {
                sessionOver = true;
                redirect = null;
            });
        }
        if (session != null) {
            session.report(report);
        }
    }

    /** Returns where the leader is, or is most likely known; null if there is nobody to ask. */
    private @Nullable String address() {
        String told = redirect;
        Optional<String> known = leaderAddress.get().filter(address -> !address.equals(ownAddress));
        if (known.isPresent()) {
            return known.get();
        }
        if (told != null) {
            return told;
        }
        if (session != null && !sessionOver) {
            return sessionAddress;
        }
        List<String> others =
                peers.get().stream().filter(peer -> !peer.equals(ownAddress)).toList();
        return others.isEmpty() ? null : others.get(Math.floorMod(turn++, others.size()));
    }

    private void answered(Answer answer) {
        switch (answer) {
            case Answer.Heard(Map<Integer, Progress> told) -> heard(told);
            case Answer.NotLeader(String elsewhere) -> {
                redirect = elsewhere;
                if (elsewhere == null) {
                    sessionOver = true;
                }
            }
        }
    }

    private void heard(Map<Integer, Progress> told) {
        progress = told;
        heardNanos = ticker.nanos();
        if (!everHeard) {
            everHeard = true;
            LOGGER.log(Level.INFO, "the leader hears this node");
        }
    }

    /** Ends the session, if there is one. */
    void close() {
        if (session != null) {
            session.close();
            session = null;
            sessionAddress = null;
        }
    }
}
