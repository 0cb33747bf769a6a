package io.carillon.edge.subscription;

import java.time.Duration;

/**
 * What holds for requests to subscribe.
 *
 * @param channelLimit most channels of one connection, at least 1; it bounds the length of cursors
 * @param retryMin the shortest wait that an SSE client is told to keep before it comes back
 * @param retryMax the longest; each connection's is drawn between the two
 * @param changesPerSecond how many changes of its subscriptions a WebSocket client may ask for in a second, at least 1
 * @param tablePatience how long a request waits for this edge to learn where channels live
 */
public record SubscribeSettings(
        int channelLimit, Duration retryMin, Duration retryMax, int changesPerSecond, Duration tablePatience) {

    /** 100 channels, 2 to 4 s, 20 changes, 5 s. */
    public static final SubscribeSettings DEFAULT =
            new SubscribeSettings(100, Duration.ofSeconds(2), Duration.ofSeconds(4), 20, Duration.ofSeconds(5));
}
