/**
 * Which keyed publications repeat another one, as a rule of the log: whoever reads it comes to the same verdict.
 *
 * <p>{@link io.carillon.core.publication.PublishKey} has the rule. {@link io.carillon.fanout.keys.KeyLedger} applies it for
 * the owner of a partition as it reads on, and knows the window's keys for ingests that ask;
 * {@link io.carillon.fanout.keys.PartitionKeys} says when it has to look back, and lets wait what waits for that. Both are
 * state machines without I/O, clock or threads. {@link io.carillon.fanout.keys.JudgedHistory} applies it where the past is read, looking back as far
 * as each record says.
 */
@NullMarked
package io.carillon.fanout.keys;

import org.jspecify.annotations.NullMarked;
