/**
 * The ordered, partitioned, retained log as ports, and the in-memory log that defines their meaning.
 *
 * <p>A log is appended to ({@link LogAppender}), followed as it grows ({@link LogFollower}, which calls a
 * {@link LogListener}), and read back by ranges ({@link LogHistory}). {@link InMemoryLog} is all three at once; what it
 * does, a log on brokers does as well, later and with failures in between.
 *
 * <p>An offset that bounds something from below is called {@code after} and is itself not part of it; one that bounds it
 * from above is called {@code through} or {@code until} and is.
 */
@NullMarked
package io.carillon.core.log;

import org.jspecify.annotations.NullMarked;
