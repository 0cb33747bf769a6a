package io.carillon.core.log;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.PublishKey;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The append side of the log. Safe for use by many threads. */
@FunctionalInterface
public interface LogAppender {

    /**
     * Appends one publication to the partition of its channel.
     *
     * <p>Appends of one thread to one channel keep their order, also while earlier ones are still under way, so a
     * caller may pipeline. The call itself does not wait for the log.
     *
     * @param channel a valid channel name
     * @param value the JSON value
     * @param key under which key it is published, if under one
     * @return what became of it, at the latest after the log's own deadline; it never completes exceptionally, since
     *     every way in which an append can end is an {@link AppendOutcome}
     */
    CompletionStage<AppendOutcome> append(String channel, Payload value, @Nullable PublishKey key);

    /** Appends one publication without a key. */
    default CompletionStage<AppendOutcome> append(String channel, Payload value) {
        return append(channel, value, null);
    }
}
