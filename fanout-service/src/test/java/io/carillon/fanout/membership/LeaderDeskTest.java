package io.carillon.fanout.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.core.time.Ticker;
import io.carillon.fanout.assignment.MoveLimits;
import io.carillon.fanout.assignment.Planner;
import io.carillon.fanout.leadership.Leader;
import io.carillon.fanout.leadership.LeaderTiming;
import io.carillon.fanout.leadership.Leadership;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Ledger;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Outcome;
import io.carillon.testkit.wait.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leader that nobody contradicts, and a member that is a port. */
class LeaderDeskTest {

    private static final Generation LOG = new Generation("00000log", 6);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So long that no lease ends while a test runs. */
    private static final LeaderTiming TIMING = new LeaderTiming(
            Duration.ofMillis(500),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1));

    private final Agreement agreement = new Agreement();
    private final Leader leader = new Leader(
            agreement,
            () -> agreement.cluster,
            now -> new Leadership(TIMING, new Planner(MoveLimits.DEFAULT), LOG, Set::of, now),
            () -> true,
            Ticker.system(),
            InstantSource.system());
    private final LeaderDesk desk = new LeaderDesk(leader, () -> true, Optional::empty);

    /** Obeys every command at once. */
    private static final class Agreement implements Ledger {

        private volatile Cluster cluster = Cluster.EMPTY;

        @Override
        public CompletableFuture<Outcome> submit(Command command) {
            Outcome outcome = cluster.apply(cluster.index() + 1, command);
            cluster = outcome.cluster();
            return CompletableFuture.completedFuture(outcome);
        }
    }

    @BeforeEach
    void lead() {
        leader.start();
        leader.lead();
    }

    @AfterEach
    void end() {
        leader.close();
    }

    @Test
    void givesAMemberUpWhosePortClosesAMomentAfterItsSession() throws IOException {
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command.Register member = register(port);

            desk.left(member);
            port.accept().close();
        }

        awaitState(Member.State.FENCED);
    }

    @Test
    void givesAMemberUpThatDiedBeforeTheTermBegan() throws IOException {
        try (var port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command.Register _ = register(port);
            leader.follow();
            leader.lead();

            desk.lookAround(agreement.cluster);
            port.accept().close();
        }

        awaitState(Member.State.FENCED);
    }

    private Command.Register register(ServerSocket port) {
        var member = new Command.Register("b", 1, "127.0.0.1:" + port.getLocalPort(), "", "", 1, LOG.id(), "");
        assertThat(desk.take(report(member))).isInstanceOf(Answer.Heard.class);
        awaitState(Member.State.ACTIVE);
        return member;
    }

    private static MemberReport report(Command.Register self) {
        return new MemberReport(self, Duration.ZERO, Map.of(), Map.of(), Map.of(), false);
    }

    private void awaitState(Member.State state) {
        Eventually.within(PATIENCE)
                .observing(() -> agreement.cluster)
                .until(
                        "b is " + state,
                        () -> Optional.ofNullable(agreement.cluster.members().get("b"))
                                .filter(member -> member.state() == state)
                                .isPresent());
    }
}
