package io.carillon.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskingTest {

    private static final int MASK = 0x81_42_24_f8;

    @Test
    void masksEveryLengthAtEveryOffsetLikeOneByteAtATime() {
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length < 40; length++) {
                byte[] buffer = counting(60);
                byte[] expected = counting(60);
                for (int i = 0; i < length; i++) {
                    expected[offset + i] ^= (byte) (MASK >> (8 * (3 - i % 4)));
                }

                int next = Masking.apply(buffer, offset, length, MASK);

                assertThat(buffer).as("offset %d length %d", offset, length).isEqualTo(expected);
                assertThat(next).isEqualTo(Integer.rotateLeft(MASK, 8 * (length % 4)));
            }
        }
    }

    @Test
    void goesOnWhereTheSliceBeforeEnded() {
        byte[] whole = counting(50);
        byte[] pieces = counting(50);

        int afterWhole = Masking.apply(whole, 0, 50, MASK);
        int mask = Masking.apply(pieces, 0, 13, MASK);
        mask = Masking.apply(pieces, 13, 21, mask);
        mask = Masking.apply(pieces, 34, 16, mask);

        assertThat(pieces).isEqualTo(whole);
        assertThat(mask).isEqualTo(afterWhole);
    }

    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }
}
