package io.carillon.ingest.publish;

import io.carillon.core.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a publish request. */
public sealed interface PublishOutcome {

    /**
     * The log has it, on as many replicas as were asked for.
     *
     * @param id the text of the cursor that names this publication alone
     * @param subscribers how many client connections are subscribed to the channel; null if that was not asked for, or
     *     not known in time
     */
    record Accepted(String id, @Nullable Integer subscribers) implements PublishOutcome {}

    /**
     * Nothing was written, since the log is out of reach.
     *
     * @param why the reason in words for an operator
     */
    record LogUnavailable(String why) implements PublishOutcome {}

    /**
     * Nothing was written, since no owner could say whether the message was published under its key before.
     *
     * @param why the reason in words for an operator
     */
    record KeysUnavailable(String why) implements PublishOutcome {}

    /**
     * It may have been written, or may still be.
     *
     * @param why the reason in words for an operator
     */
    record OutcomeUnknown(String why) implements PublishOutcome {}

    /**
     * Nothing was written, since the request breaks a rule.
     *
     * @param code which rule
     * @param detail the reason in words for the client
     */
    record Refused(ErrorCode code, String detail) implements PublishOutcome {}
}
