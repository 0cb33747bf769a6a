package io.carillon.edge.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps what was written, one entry for each write, and takes nothing while it is congested. */
final class RecordingOutlet implements Outlet {

    final List<String> writes = new ArrayList<>();
    boolean congested;
    boolean finished;
    boolean aborted;

    @Override
    public boolean tryWrite(byte[] frame) {
        if (congested) {
            return false;
        }
        // Events are told by channel and offset; their data say nothing more.
        writes.add(new String(frame, StandardCharsets.UTF_8).replaceAll("\\{\"channel\":\"[a-z]\",\"message\":1}", ""));
        return true;
    }

    @Override
    public boolean tryWriteCopy(byte[] bytes, int length) {
        return tryWrite(Arrays.copyOf(bytes, length));
    }

    @Override
    public int pendingBytes() {
        return 0;
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void abort() {
        aborted = true;
    }
}
