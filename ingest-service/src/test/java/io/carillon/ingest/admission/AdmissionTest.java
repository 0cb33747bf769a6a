package io.carillon.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(new PublishLimits(10, 20, 2, 3, 20));

    @Test
    void admitsUpToTheCountAndNotOneMore() {
        admission.tryAdmit(0);
        admission.tryAdmit(0);

        var third = admission.tryAdmit(0).orElseThrow();
        assertThat(admission.tryAdmit(0)).isEmpty();

        third.close();
        assertThat(admission.tryAdmit(0)).isPresent();
    }

    @Test
    void admitsUpToTheBytesAndNotOneMore() {
        var first = admission.tryAdmit(15).orElseThrow();

        assertThat(admission.tryAdmit(6)).isEmpty();
        assertThat(admission.tryAdmit(5)).isPresent();

        first.close();
        assertThat(admission.inFlightBytes()).isEqualTo(5);
    }

    @Test
    void growsAPermitByWhatThereIsRoomFor() {
        var permit = admission.tryAdmit(1).orElseThrow();

        assertThat(permit.grow(3)).isFalse();
        assertThat(permit.grow(2)).isTrue();
        assertThat(admission.inFlight()).isEqualTo(3);

        permit.close();
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void takesAPermitBackOnce() {
        admission.tryAdmit(1);
        var permit = admission.tryAdmit(1).orElseThrow();

        permit.close();
        permit.close();

        assertThat(admission.inFlight()).isEqualTo(1);
        assertThat(admission.inFlightBytes()).isEqualTo(1);
    }

    @Test
    void refusesLimitsThatNoBatchCouldPass() {
        assertThatThrownBy(() -> new PublishLimits(10, 20, 100, 99, 20))
                .hasMessage("inFlightLimit: 99 (expected: >= 100)");
        assertThatThrownBy(() -> new PublishLimits(10, 20, 2, 3, 19))
                .hasMessage("inFlightLimitBytes: 19 (expected: >= 20)");
        assertThatThrownBy(() -> new PublishLimits(10, 9, 2, 3, 19)).hasMessage("batchLimitBytes: 9 (expected: >= 10)");
    }
}
