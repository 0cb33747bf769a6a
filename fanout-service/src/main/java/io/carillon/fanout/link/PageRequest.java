package io.carillon.fanout.link;

/**
 * What somebody wants to see of one channel's past.
 *
 * @param after only what lies behind this offset; {@link io.carillon.core.link.ToOwner#FROM_TIME} if a time says where to
 *     begin, {@link io.carillon.core.link.ToOwner#FROM_LAST} if {@code lastCount} does
 * @param sinceMillis where {@code after} leaves it to the time, in milliseconds since 1970-01-01T00:00Z
 * @param lastCount only the last so many, where {@code after} leaves it to that, from 1
 * @param lastUntil the offset to look back from for them; what lies behind it is wanted besides
 * @param limit most publications in the page, from 1
 * @param maxBytes most bytes in the page, as {@code Publication.weight()} counts them; one publication is always allowed
 */
public record PageRequest(
        int partition,
        String channel,
        long after,
        long sinceMillis,
        int lastCount,
        long lastUntil,
        int limit,
        int maxBytes) {}
