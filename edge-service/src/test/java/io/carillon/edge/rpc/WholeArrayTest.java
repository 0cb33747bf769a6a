package io.carillon.edge.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WholeArrayTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @Test
    void takesTheArrayOfAStringAsItIs() {
        assertThat(WholeArray.of(UnsafeByteOperations.unsafeWrap(HELLO))).isSameAs(HELLO);
    }

    @Test
    void copiesAPartOfAnArray() {
        ByteString part = UnsafeByteOperations.unsafeWrap(HELLO).substring(1, 4);

        assertThat(WholeArray.of(part)).isEqualTo("ell".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void joinsWhatIsInPieces() {
        ByteString piece = UnsafeByteOperations.unsafeWrap(new byte[200]);

        assertThat(WholeArray.of(piece.concat(UnsafeByteOperations.unsafeWrap(HELLO))))
                .hasSize(205)
                .endsWith(HELLO);
    }

    @Test
    void hasNothingOfAnEmptyString() {
        assertThat(WholeArray.of(ByteString.EMPTY)).isEmpty();
    }
}
