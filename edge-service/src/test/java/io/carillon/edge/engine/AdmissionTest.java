package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.edge.session.EndReason;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    @Test
    void letsInAsManyAsThereIsRoomFor() {
        var admission = new Admission(new AdmissionLimits(2, -1));

        var first = admission.admit(HERE);
        var second = admission.admit(HERE);
        var third = admission.admit(HERE);

        assertThat(first).isInstanceOf(Admission.Verdict.Admitted.class);
        assertThat(second).isInstanceOf(Admission.Verdict.Admitted.class);
        assertThat(third).isEqualTo(new Admission.Verdict.Refused(EndReason.CONNECTION_LIMIT));
    }

    @Test
    void givesAPlaceThatIsFreeToWhoeverComesNext() {
        var admission = new Admission(new AdmissionLimits(1, 1));
        free(admission.admit(HERE));

        assertThat(admission.admit(THERE)).isInstanceOf(Admission.Verdict.Admitted.class);
        assertThat(admission.connections()).isEqualTo(1);
    }

    @Test
    void countsAPlaceThatIsFreedTwiceOnce() {
        var admission = new Admission(new AdmissionLimits(3, 3));
        var first = admission.admit(HERE);
        admission.admit(HERE);

        free(first);
        free(first);

        assertThat(admission.connections()).isEqualTo(1);
    }

    @Test
    void refusesOneAddressAndNotTheOthers() {
        var admission = new Admission(new AdmissionLimits(10, 1));
        admission.admit(HERE);

        assertThat(admission.admit(HERE)).isEqualTo(new Admission.Verdict.Refused(EndReason.ADDRESS_LIMIT));
        assertThat(admission.admit(THERE)).isInstanceOf(Admission.Verdict.Admitted.class);
        assertThat(admission.connections()).isEqualTo(2);
    }

    @Test
    void forgetsAddressesThatAreGone() {
        var admission = new Admission(new AdmissionLimits(10, 5));
        var place = admission.admit(HERE);

        free(place);

        assertThat(admission.addresses()).isZero();
    }

    private static void free(Admission.Verdict verdict) {
        if (verdict instanceof Admission.Verdict.Admitted(Admission.Place place)) {
            place.free();
        }
    }
}
