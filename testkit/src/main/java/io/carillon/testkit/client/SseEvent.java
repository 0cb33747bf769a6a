package io.carillon.testkit.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream, as a browser would dispatch it, with what stood on the wire.
 *
 * @param id the event's own {@code id} field, null if it had none
 * @param event the event's name, {@code message} if it had none
 * @param data the lines of data, joined by line feeds
 * @param retry the {@code retry} field in milliseconds that came with the event, or in a block without data before it
 * @param raw all bytes since the event before, comments and white space included
 * @param atNanos when it arrived, by the machine's monotonic clock
 */
public record SseEvent(@Nullable String id, String event, String data, OptionalLong retry, Bytes raw, long atNanos) {}
