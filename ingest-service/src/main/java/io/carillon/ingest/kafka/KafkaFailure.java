package io.carillon.ingest.kafka;

import java.util.concurrent.ExecutionException;

/** Words for what Kafka's clients throw. */
final class KafkaFailure {

    private KafkaFailure() {}

    /** Returns what went wrong in one line for an operator. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
