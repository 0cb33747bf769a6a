package io.carillon.ingest.rest;

import io.carillon.core.access.Principal;
import io.carillon.core.error.ErrorCode;
import io.carillon.core.time.Ticker;
import io.carillon.ingest.admission.PublishLimits;
import io.carillon.ingest.publish.Publisher;
import io.carillon.ingest.publish.Publisher.Counting;
import io.carillon.runtime.http.ProblemDocument;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A body of one JSON object per line. Each line is a message of its own, with an answer of its own: a bad one refuses
 * itself, not its neighbours. For one request.
 */
final class Batch {

    private final byte[] body;
    private final PublishLimits limits;
    private final Publishers publishers;
    private final Principal principal;
    private final int lineCount;

    /** Takes a body with at least one byte. */
    Batch(byte[] body, PublishLimits limits, Publishers publishers, Principal principal) {
        this.body = body;
        this.publishers = publishers;
        this.principal = principal;
        this.limits = limits;
        int count = 0;
        for (int from = 0; from < body.length; from = lineEnd(from) + 1) {
            count++;
        }
        this.lineCount = count;
    }

    /** Returns the number of lines; a line break at the very end does not start another. */
    int lineCount() {
        return lineCount;
    }

    /** Tells what is wrong with the batch as a whole, if anything; then none of it should be published. */
    Optional<ProblemDocument> problem() {
        return lineCount <= limits.batchLineLimit()
                ? Optional.empty()
                : Optional.of(new ProblemDocument(
                        ErrorCode.BODY_TOO_LARGE,
                        "body: " + lineCount + " lines (expected: at most " + limits.batchLineLimit() + ")"));
    }

    /**
     * Publishes all lines and waits for their answers.
     *
     * <p>All are handed to the log before the first is waited for, so a batch takes as long as its slowest line. They
     * are handed over in order, which is what keeps a channel's lines in order.
     *
     * @return one line per line, in order
     */
    byte[] publish(Publisher publisher, Counting counting, PublishMetrics metrics, Ticker ticker) {
        Publisher once = publisher.countingOnce();
        List<Pending> pending = new ArrayList<>(lineCount);
        int end;
        for (int from = 0; from < body.length; from = end + 1) {
            end = lineEnd(from);
            pending.add(
                    end - from > limits.bodyLimitBytes()
                            ? Pending.refused(tooLong(end - from), metrics)
                            : Pending.start(
                                    publishers.permitted(MessageBody.object(body, from, end), principal),
                                    once,
                                    counting,
                                    metrics,
                                    ticker));
        }
        var answers = new ByteArrayOutputStream(128 * lineCount);
        for (Pending line : pending) {
            answers.writeBytes(line.await().json().getBytes(StandardCharsets.UTF_8));
            answers.write('\n');
        }
        return answers.toByteArray();
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    private ProblemDocument tooLong(int bytes) {
        return new ProblemDocument(
                ErrorCode.BODY_TOO_LARGE,
                "line: " + bytes + " bytes (expected: at most " + limits.bodyLimitBytes() + ")");
    }
}
