/**
 * The log's append side on Kafka.
 *
 * <p>{@link KafkaAppender} writes; {@link LogProbe} asks the brokers twice a second whether that can work, so that a
 * publish is refused at once while they are gone, and nothing piles up that nobody waits for. Both go on by themselves when
 * the brokers are back. Start reading at {@link KafkaAppender}.
 */
@NullMarked
package io.carillon.ingest.kafka;

import org.jspecify.annotations.NullMarked;
