/**
 * Decides what becomes of a publish request: accepted at a place in the log, refused, or uncertain.
 *
 * <p>Start with {@link io.carillon.ingest.publish.Publisher}. The log and the counting of subscribers are ports, so
 * nothing here knows of Kafka, gRPC or HTTP. All of it is immutable but for {@code CountOnce}, which lives for one batch.
 */
@NullMarked
package io.carillon.ingest.publish;

import org.jspecify.annotations.NullMarked;
