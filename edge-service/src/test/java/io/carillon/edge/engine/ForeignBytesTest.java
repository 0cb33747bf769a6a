package io.carillon.edge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A descriptor that is closed is somebody else's at once. Whoever still wrote to it would tell one client what is meant for
 * another; see {@link Churn}.
 */
class ForeignBytesTest {

    @ParameterizedTest
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void noByteReachesAForeignConnection(Outlets outlets) throws InterruptedException {
        var outcome = Churn.run(outlets, 48, 1_000);

        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.heard()).isGreaterThan(3_000);
    }

    @ParameterizedTest
    @Tag("long")
    @EnumSource(
            value = Outlets.class,
            names = {"ADOPTED", "PARKED"})
    void noByteReachesAForeignConnectionInManyMoreReuses(Outlets outlets) throws InterruptedException {
        var outcome = Churn.run(outlets, 200, 60_000);

        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.heard()).isGreaterThan(200_000);
    }
}
