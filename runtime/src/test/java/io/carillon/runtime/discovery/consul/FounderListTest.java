package io.carillon.runtime.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.runtime.discovery.NodeAddress;
import org.junit.jupiter.api.Test;

class FounderListTest {

    private static final NodeAddress FIRST = new NodeAddress("a", "host-a:9091");
    private static final NodeAddress SECOND = new NodeAddress("b", "host-b:9091");

    @Test
    void takesNodesInUntilTheExpectedNumberIsThere() {
        FounderList one = FounderList.parse("", 2).with(FIRST).orElseThrow();
        FounderList two = one.with(SECOND).orElseThrow();

        assertThat(one.isDecided()).isFalse();
        assertThat(two.isDecided()).isTrue();
        assertThat(two.nodes()).containsExactly(FIRST, SECOND);
    }

    @Test
    void takesNobodyInOnceItIsDecided() {
        FounderList decided = FounderList.parse("a@host-a:9091", 1);

        assertThat(decided.with(SECOND)).isEmpty();
        assertThat(decided.with(new NodeAddress("a", "elsewhere:9091"))).isEmpty();
    }

    @Test
    void givesANodeThatComesBackElsewhereItsOldPlace() {
        FounderList gathering = FounderList.parse("a@host-a:9091,b@host-b:9091", 3);

        assertThat(gathering
                        .with(new NodeAddress("a", "elsewhere:9091"))
                        .orElseThrow()
                        .text())
                .isEqualTo("a@elsewhere:9091,b@host-b:9091");
    }

    @Test
    void staysAsItIsForANodeThatIsInItAlready() {
        assertThat(FounderList.parse("a@host-a:9091", 3).with(FIRST)).isEmpty();
    }

    @Test
    void refusesATextThatSomebodyElseWrote() {
        assertThatThrownBy(() -> FounderList.parse("a@host-a:9091,nonsense", 3))
                .hasMessage("first voters: nonsense (expected: id@host:port, with commas between them)");
    }
}
