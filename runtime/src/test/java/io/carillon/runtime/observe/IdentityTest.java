package io.carillon.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentityTest {

    @Test
    void knowsTheMachineAndTheVersionThatWasBuilt() {
        Identity identity = Identity.ofThisProcess();

        assertThat(identity.hostname()).isNotBlank();
        assertThat(identity.version()).matches("dev|\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }
}
