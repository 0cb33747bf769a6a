/**
 * The scenarios that {@code docs/performance.md} reports, each one command, and the processes they measure.
 *
 * <p>A figure is a ratio of two servers measured by turns in one run: what the machine does otherwise changes from minute
 * to minute, and both feel it. The other side is the floor program, the least that a push server can do, or whatever
 * {@code --against} names.
 */
@NullMarked
package io.carillon.bench.run;

import org.jspecify.annotations.NullMarked;
