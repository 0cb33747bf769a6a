package io.carillon.runtime.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class BlockingIndexTest {

    private final BlockingIndex seven = index(7);

    @Test
    void waitsForWhatComesAfterTheAnswer() {
        assertThat(seven.after(BigInteger.valueOf(9))).isEqualTo(index(9));
    }

    @Test
    void beginsAnewWhenTheIndexGoesBack() {
        assertThat(seven.after(BigInteger.valueOf(6))).isEqualTo(BlockingIndex.NONE);
    }

    @Test
    void isAtLeastOneOnceThereWasAnAnswerSinceZeroNeverWaits() {
        assertThat(BlockingIndex.NONE.after(BigInteger.ZERO)).isEqualTo(index(1));
    }

    @Test
    void takesAnAnswerWithTheSameIndexForTheEndOfAWait() {
        assertThat(seven.isNews(BigInteger.valueOf(7))).isFalse();
        assertThat(seven.isNews(BigInteger.valueOf(8))).isTrue();
        assertThat(seven.isNews(BigInteger.valueOf(6))).isTrue();
    }

    private static BlockingIndex index(long value) {
        return new BlockingIndex(BigInteger.valueOf(value));
    }
}
