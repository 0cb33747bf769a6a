/**
 * What the Raft leader does: it hears the members, judges who lives, and puts the commands before the nodes that bring every
 * partition to where it should be.
 *
 * <p>{@link io.carillon.fanout.leadership.Leadership} holds the rules, for one term, without clock, I/O and threads. What it
 * knows of the members is soft: a new leader begins with nothing but what was agreed on, and gives every member a full lease.
 * {@link io.carillon.fanout.leadership.Leader} is the thread that asks it and obeys.
 */
@NullMarked
package io.carillon.fanout.leadership;

import org.jspecify.annotations.NullMarked;
