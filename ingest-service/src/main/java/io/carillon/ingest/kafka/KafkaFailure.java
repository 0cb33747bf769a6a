package io.carillon.ingest.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/** Words for what Kafka's clients throw. */
final class KafkaFailure {

    private KafkaFailure() {}

    /** Returns what went wrong in one line for an operator. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        // These two wrap what is worth reading; Kafka's own kinds of trouble are subclasses.
        while (cause.getCause() != null
                && (cause instanceof ExecutionException || cause.getClass().equals(KafkaException.class))) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
