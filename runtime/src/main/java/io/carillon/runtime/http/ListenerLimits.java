package io.carillon.runtime.http;

import java.time.Duration;

/**
 * What a connection of a public listener may take, before it has turned into a stream. At each limit the connection is
 * answered as told, and then closed.
 *
 * @param headTimeout from the first byte of a request to the end of its head, and from accepting a connection to its
 *     first byte; 408, or silence if there was no byte. {@code push.http.head.timeout.duration}
 * @param bodyTimeout from the end of the head to the end of the body; 408. {@code push.http.body.timeout.duration}
 * @param idleTimeout from one request to the next; silence. {@code push.http.idle.timeout.duration}
 * @param writeTimeout for the client to take an answer; silence. {@code push.http.write.timeout.duration}
 * @param headLimitBytes all header fields of a request; 431. {@code push.http.head.limit.bytes}
 * @param headFieldLimit how many header fields a request may have; 431. {@code push.http.head.field.limit}
 * @param pathLimitBytes the request line; 414. {@code push.http.path.limit.bytes}
 * @param connectionLimit connections that are open at once; further ones wait in the backlog. -1 for no limit.
 *     {@code push.http.connection.limit}
 * @param acceptRateLimit connections that are accepted a second; further ones wait in the backlog. -1 for no limit.
 *     {@code push.http.accept.rate.limit}
 * @param sendBufferBytes what the kernel keeps for a client that does not read, streams included; 0 lets the kernel decide,
 *     which may be megabytes. {@code push.http.send.buffer.bytes}
 */
public record ListenerLimits(
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        Duration writeTimeout,
        int headLimitBytes,
        int headFieldLimit,
        int pathLimitBytes,
        int connectionLimit,
        int acceptRateLimit,
        int sendBufferBytes) {

    /** Leaves a storm about half of the machine: a processor accepts about 5,000 streams a second if it does nothing else. */
    private static final int ACCEPTS_FOR_EACH_PROCESSOR = 2_500;

    /** What holds unless it is configured otherwise. */
    public static final ListenerLimits DEFAULTS = new ListenerLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            16 * 1024,
            100,
            8 * 1024,
            -1,
            ACCEPTS_FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors(),
            0);

    public ListenerLimits {
        requirePositive("headTimeout", headTimeout);
        requirePositive("bodyTimeout", bodyTimeout);
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("writeTimeout", writeTimeout);
        requirePositive("headLimitBytes", headLimitBytes);
        requirePositive("headFieldLimit", headFieldLimit);
        requirePositive("pathLimitBytes", pathLimitBytes);
        if (connectionLimit != -1) {
            requirePositive("connectionLimit", connectionLimit);
        }
        if (acceptRateLimit != -1) {
            requirePositive("acceptRateLimit", acceptRateLimit);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
