/**
 * The log's read side on Kafka.
 *
 * <p>{@link TopicSetup} makes or checks the topic when a fanout node starts. {@link LiveReader} follows the owned
 * partitions with one consumer on one thread, so that a new publication is heard within a millisecond or two;
 * {@link HistoryReader} reads back with consumers of its own, so that who lags costs nothing to who does not. Both take
 * records as {@link RecordDecoder} judges them, since anyone may produce into the topic.
 */
@NullMarked
package io.carillon.fanout.kafka;

import org.jspecify.annotations.NullMarked;
