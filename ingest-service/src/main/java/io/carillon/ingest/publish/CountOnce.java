package io.carillon.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * Counts each channel's subscribers once, and remembers. A batch with a thousand messages for one channel thus costs its
 * owner one question.
 *
 * <p>For one batch and one thread, which bounds what it remembers.
 */
final class CountOnce implements SubscriberCounter {

    private final SubscriberCounter counter;
    private final Map<String, CompletionStage<OptionalInt>> counts = new HashMap<>();

    CountOnce(SubscriberCounter counter) {
        this.counter = counter;
    }

    @Override
    public CompletionStage<OptionalInt> count(String channel) {
        return counts.computeIfAbsent(channel, counter::count);
    }
}
