package io.carillon.e2e.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.Numbered;
import io.carillon.e2e.system.NumberedLoad;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** P31: the broker is killed under load and comes back. The run happens once; each test looks at one promise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerOutageTest {

    /** What is promised, and as much again for a machine that is busy with other things. */
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Outage outage = Outage.happen();

    BrokerOutageTest() {
        System.out.println(outage);
    }

    @Test
    void publishingIsAnsweredWithinTwoSecondsAndSaysWhetherTheMessageMayStillAppear() {
        assertThat(outage.slowestAnswer()).isLessThan(PROMISED.plus(SLACK));
        assertThat(outage.attempts()).allMatch(attempt -> List.of(202, 503, 504).contains(attempt.status()));
        assertThat(outage.attemptsMeanwhile()).isNotEmpty().allSatisfy(attempt -> {
            String code = attempt.status() == 503 ? "log-unavailable" : "outcome-unknown";
            assertThat(attempt.status()).isIn(503, 504);
            assertThat(attempt.reply().orElseThrow().text()).contains("\"code\":\"" + code + "\"");
            assertThat(attempt.reply().orElseThrow().header("Retry-After")).isEqualTo("1");
        });
    }

    @Test
    void readinessTurnsWithinTwoSecondsAndTurnsBack() {
        assertThat(outage.unreadyAfter()).isLessThan(PROMISED.plus(SLACK));
        assertThat(outage.readyAfter()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void connectedClientsStayAndGetHeartbeatsAndNothingElse() {
        assertThat(outage.witnesses()).hasSize(8).allSatisfy(witness -> {
            assertThat(witness.heard())
                    .allMatch(event -> event.isHeartbeat() || event.event().equals("message"));
            assertThat(witness.heard())
                    .filteredOn(event ->
                            event.atNanos() - outage.killedNanos() > 0 && event.atNanos() - outage.backNanos() < 0)
                    .filteredOn(Heard::isHeartbeat)
                    .hasSizeGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void whatTheLogHasIsHeardExactlyOnceAndInOrderByThoseWhoStayed() {
        assertThat(outage.witnesses()).allSatisfy(witness -> {
            List<Numbered> heard = Numbered.heardBy(witness.heard(), witness.channel());
            assertThat(heard)
                    .isEqualTo(Numbered.inLog(
                            outage.log(), witness.channel(), -1, heard.getLast().offset()));
        });
    }

    @Test
    void whatWasAcknowledgedBeforeOrAfterIsHeard() {
        assertThat(outage.witnesses()).allSatisfy(witness -> {
            List<NumberedLoad.Attempt> accepted = outage.attempts().stream()
                    .filter(attempt -> attempt.channel().equals(witness.channel()) && attempt.isAccepted())
                    .toList();
            assertThat(accepted)
                    .anyMatch(attempt -> attempt.endNanos() - outage.killedNanos() < 0)
                    .anyMatch(attempt -> attempt.startNanos() - outage.backNanos() > 0);
            assertThat(Numbered.heardBy(witness.heard(), witness.channel()))
                    .containsSubsequence(Numbered.accepted(accepted));
        });
    }
}
