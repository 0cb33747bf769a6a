package io.carillon.edge.rpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the array out of a {@link ByteString} that was parsed from a message and is nobody else's. Parsing has copied the bytes
 * into an array of their own, and to copy them again is what a large publication would cost most on its way.
 */
final class WholeArray extends ByteOutput {

    private byte @Nullable [] whole;

    private WholeArray() {}

    /** Returns the bytes of a string: its own array where it is just that, otherwise a copy. Nobody may write to them. */
    static byte[] of(ByteString bytes) {
        var output = new WholeArray();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, output);
        } catch (IOException e) {
            throw new IllegalStateException("nothing here is written anywhere", e);
        }
        byte[] found = output.whole;
        return found != null && found.length == bytes.size() ? found : bytes.toByteArray();
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
        if (offset == 0 && length == value.length) {
            whole = value;
        }
    }

    // A string of several pieces, or one that is kept otherwise, is copied.

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {}

    @Override
    public void write(ByteBuffer value) {}

    @Override
    public void writeLazy(ByteBuffer value) {}
}
