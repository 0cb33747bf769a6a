package io.carillon.ingest.rest;

import io.carillon.core.error.ErrorCode;
import io.carillon.core.json.JsonString;
import io.carillon.ingest.publish.PublishOutcome;
import io.carillon.ingest.publish.PublishOutcome.Accepted;
import io.carillon.ingest.publish.Publisher.Counting;
import io.carillon.runtime.http.ProblemDocument;

/** What a publisher is told of one message: that it was accepted, or a problem. */
sealed interface Answer {

    /** The answer as one line of JSON. */
    String json();

    /** What the message counts as in metrics: {@code accepted}, or the code of the problem. */
    String result();

    /** The message is in the log. */
    record Success(Accepted accepted, Counting counting) implements Answer {

        @Override
        public String json() {
            var json = new StringBuilder(96).append('{');
            if (counting == Counting.SUBSCRIBERS) {
                json.append("\"subscribers\":").append(accepted.subscribers()).append(',');
            }
            json.append("\"id\":");
            JsonString.appendQuoted(json, accepted.id());
            return json.append('}').toString();
        }

        @Override
        public String result() {
            return "accepted";
        }
    }

    /** The message is not in the log, or nobody knows. */
    record Failure(ProblemDocument problem) implements Answer {

        @Override
        public String json() {
            return problem.json();
        }

        @Override
        public String result() {
            return problem.code().slug();
        }
    }

    /** Returns the answer to an outcome. Reasons that are meant for operators stay here. */
    static Answer to(PublishOutcome outcome, Counting counting) {
        return switch (outcome) {
            case Accepted accepted -> new Success(accepted, counting);
            case PublishOutcome.LogUnavailable _ -> new Failure(ProblemDocument.of(ErrorCode.LOG_UNAVAILABLE));
            case PublishOutcome.KeysUnavailable _ -> new Failure(ProblemDocument.of(ErrorCode.IDEMPOTENCY_UNAVAILABLE));
            case PublishOutcome.OutcomeUnknown _ -> new Failure(ProblemDocument.of(ErrorCode.OUTCOME_UNKNOWN));
            case PublishOutcome.Refused(var code, var detail) -> new Failure(new ProblemDocument(code, detail));
        };
    }
}
