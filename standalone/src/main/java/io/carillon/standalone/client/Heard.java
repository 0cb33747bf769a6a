package io.carillon.standalone.client;

import java.time.Duration;

/** What a client learns from its stream, whatever the transport. */
public sealed interface Heard {

    /**
     * An event.
     *
     * @param name what kind of event: {@code message}, {@code heartbeat} or {@code ping}, {@code gap}, {@code reconnect}
     * @param data JSON on one line
     * @param id the cursor that stands behind this event, empty if the event has none
     */
    record Event(String name, String data, String id) implements Heard {}

    /**
     * The service's advice on coming back.
     *
     * @param pause how long to wait, once the stream has ended
     */
    record RetryAdvice(Duration pause) implements Heard {}

    /**
     * The stream is over, and it makes sense to open another.
     *
     * @param how what ended it, in words
     */
    record Ended(String how) implements Heard {}

    /**
     * The service will not serve this request, now or later.
     *
     * @param why the service's reason, in words
     */
    record Refused(String why) implements Heard {}
}
