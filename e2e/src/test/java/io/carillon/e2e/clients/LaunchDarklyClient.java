package io.carillon.e2e.clients;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.FaultEvent;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.RetryDelayStrategy;
import com.launchdarkly.eventsource.StartedEvent;
import com.launchdarkly.eventsource.StreamEvent;
import com.launchdarkly.eventsource.StreamHttpErrorException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** LaunchDarkly's okhttp-eventsource, which comes back by itself whatever happens. */
final class LaunchDarklyClient implements ForeignClient {

    private static final long MAX_DELAY_SECONDS = 4;

    private final Notes notes = new Notes();
    private final EventSource source;

    LaunchDarklyClient(URI url) {
        source = new EventSource.Builder(ConnectStrategy.http(url))
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .retryDelayStrategy(RetryDelayStrategy.defaultStrategy().maxDelay(MAX_DELAY_SECONDS, TimeUnit.SECONDS))
                .build();
        Thread.ofVirtual().name("launchdarkly").start(this::read);
    }

    private void read() {
        for (StreamEvent event : source.anyEvents()) {
            switch (event) {
                case StartedEvent _ -> notes.open();
                case MessageEvent message ->
                    notes.event(message.getEventName(), message.getLastEventId(), message.getData());
                // A browser would not come back after this one.
                case FaultEvent fault
                when fault.getCause() instanceof StreamHttpErrorException status -> notes.dead(status.getCode());
                case FaultEvent fault -> notes.lost(fault.getCause());
                default -> {
                    // Comments, of which there are none.
                }
            }
        }
    }

    @Override
    public Story story() {
        return notes.story();
    }

    @Override
    public void close() {
        source.close();
    }
}
