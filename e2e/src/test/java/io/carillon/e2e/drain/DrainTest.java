package io.carillon.e2e.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Numbered;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** P32: SIGTERM with many clients under load. The run happens once; each test looks at one promise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainTest {

    /** The default of {@code push.drain.limit.duration}. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What the process takes besides, to stop its broker for one, on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** From the log to a client, on a busy machine. */
    private static final long ON_ITS_WAY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Drain drain = Drain.happen();

    DrainTest() throws InterruptedException, ExecutionException {
        System.out.println(drain);
    }

    @Test
    void theProcessEndsByItselfWithinItsLimit() {
        assertThat(drain.exitCode()).isZero();
        assertThat(drain.took()).isLessThan(LIMIT.plus(SLACK));
    }

    @Test
    void readinessIsRefusedBeforeAnyClientIsSentAway() {
        assertThat(drain.witnesses())
                .allSatisfy(witness -> assertThat(witness.readinessAtNotice()).isEqualTo(503));
    }

    @Test
    void everyClientIsAskedToReconnectOnceAndThenEndsCleanly() {
        assertThat(drain.witnesses())
                .hasSize(2 * Drain.CLIENTS_OF_EACH_TRANSPORT)
                .allSatisfy(witness -> {
                    assertThat(witness.heard())
                            .filteredOn(event -> event.event().equals("reconnect"))
                            .singleElement()
                            .satisfies(event -> assertThat(event.data()).isEqualTo("{\"reason\":\"draining\"}"));
                    assertThat(witness.ending()).isEqualTo(cleanEnding(witness.transport()));
                });
    }

    @Test
    void whoConnectsMeanwhileIsSentAwayAtOnceAndNotRefused() {
        assertThat(drain.latecomers()).hasSize(2).allSatisfy(latecomer -> {
            assertThat(latecomer.heard())
                    .filteredOn(event -> !event.isHeartbeat())
                    .singleElement()
                    .satisfies(event -> assertThat(event.event()).isEqualTo("reconnect"))
                    .satisfies(event -> assertThat(event.data()).isEqualTo("{\"reason\":\"draining\"}"));
            assertThat(latecomer.ending()).isEqualTo(cleanEnding(latecomer.transport()));
        });
    }

    @Test
    void clientsAreSentAwayOneAfterTheOther() {
        long firstNanos = drain.witnesses().stream()
                .mapToLong(Drain.Witness::endNanos)
                .min()
                .orElseThrow();
        long lastNanos = drain.witnesses().stream()
                .mapToLong(Drain.Witness::endNanos)
                .max()
                .orElseThrow();

        assertThat(Duration.ofNanos(lastNanos - firstNanos)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void upToItsLastCursorEveryClientHasHeardWhatTheLogHasOnceAndInOrder() {
        assertThat(drain.witnesses())
                .allSatisfy(witness -> assertThat(Numbered.heardBy(witness.heard(), witness.channel()))
                        .isEqualTo(Numbered.inLog(drain.log(), witness.channel(), witness.from(), witness.through())));
    }

    @Test
    void whatWasAcknowledgedBeforeAClientsEndIsHeardByIt() {
        assertThat(drain.witnesses()).allSatisfy(witness -> {
            List<NumberedLoad.Attempt> before = drain.attempts().stream()
                    .filter(attempt -> attempt.channel().equals(witness.channel()) && attempt.isAccepted())
                    .filter(attempt -> attempt.endNanos() + ON_ITS_WAY_NANOS - witness.endNanos() < 0)
                    .filter(attempt -> attempt.receipt().position().offset() > witness.from())
                    .toList();
            // A client that ends soon after its first heartbeat may have nothing before that.
            assertThat(Numbered.heardBy(witness.heard(), witness.channel())).containsAll(Numbered.accepted(before));
        });
    }

    @Test
    void nothingAcknowledgedIsLost() {
        List<NumberedLoad.Attempt> accepted = drain.attempts().stream()
                .filter(NumberedLoad.Attempt::isAccepted)
                .toList();
        assertThat(accepted).isNotEmpty().allSatisfy(attempt -> {
            var place = new Numbered(attempt.receipt().position().offset(), attempt.number());
            assertThat(Numbered.inLog(drain.log(), attempt.channel(), -1, Long.MAX_VALUE))
                    .contains(place);
        });
    }

    @Test
    void publishersWhoComeTooLateAreToldAndMayTryAgainElsewhere() {
        assertThat(drain.attempts())
                .allMatch(attempt -> List.of(0, 202, 503, 504).contains(attempt.status()));
    }

    @Test
    void idsGoOnAfterTheNextStart() {
        String generation = drain.first().id().split("\\.", -1)[1];

        assertThat(drain.next().id()).startsWith("1." + generation + ".");
        assertThat(drain.next().position().partition())
                .isEqualTo(drain.first().position().partition());
        assertThat(drain.next().position().offset())
                .isGreaterThan(drain.first().position().offset());
    }

    private static Subscriber.Ending cleanEnding(Transport transport) {
        return transport == Transport.SSE ? Subscriber.Ending.BYE : Subscriber.Ending.GOING_AWAY;
    }
}
