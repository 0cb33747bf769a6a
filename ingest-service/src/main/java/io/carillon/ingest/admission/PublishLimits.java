package io.carillon.ingest.admission;

/**
 * How much publishing an ingest takes on.
 *
 * @param bodyLimitBytes one message's body; 413 beyond it. {@code push.publish.body.limit.bytes}
 * @param batchLimitBytes the body of a batch; 413 beyond it. {@code push.publish.batch.limit.bytes}
 * @param batchLineLimit how many lines a batch may have; 413 beyond it. {@code push.publish.batch.line.limit}
 * @param inFlightLimit how many messages may be under way to the log at once; 503 beyond it.
 *     {@code push.publish.in.flight.limit}
 * @param inFlightLimitBytes how large the bodies of all requests under way may be together; 503 beyond it.
 *     {@code push.publish.in.flight.limit.bytes}
 */
public record PublishLimits(
        int bodyLimitBytes, int batchLimitBytes, int batchLineLimit, int inFlightLimit, long inFlightLimitBytes) {

    /** What holds unless it is configured otherwise. */
    public static final PublishLimits DEFAULTS =
            new PublishLimits(256 * 1024, 8 * 1024 * 1024, 1000, 10_000, 64L * 1024 * 1024);

    public PublishLimits {
        require("bodyLimitBytes", bodyLimitBytes, 1);
        require("batchLimitBytes", batchLimitBytes, bodyLimitBytes);
        require("batchLineLimit", batchLineLimit, 1);
        // A limit that not even one request passes would refuse it for ever, with advice to try again.
        require("inFlightLimit", inFlightLimit, batchLineLimit);
        require("inFlightLimitBytes", inFlightLimitBytes, batchLimitBytes);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
