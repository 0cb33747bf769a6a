package io.carillon.edge.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants to listen, its request already found to be in order.
 *
 * @param framing how to write to it
 * @param outlet where its bytes go
 * @param channels what it wants to hear: at least one valid name, each once
 * @param resume where in the past it wants to begin, or null for now
 * @param acknowledges whether it acknowledges what it is sent
 */
public record SessionRequest(
        Framing framing,
        Outlet outlet,
        List<String> channels,
        @Nullable Place resume,
        boolean acknowledges) {

    public SessionRequest {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("channels: none (expected: at least one)");
        }
    }
}
