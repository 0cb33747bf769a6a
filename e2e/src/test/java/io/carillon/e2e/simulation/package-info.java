/**
 * All rules of the project run together on simulated time, from one seed: publishers, the log, owners, links, edges and
 * clients, amid moves, crashes, pauses, broken links and slow readers.
 *
 * <p>Start at {@link io.carillon.e2e.simulation.World}. The classes called {@code Sim…} are the rim that real adapters
 * would be: they drive the state machines of {@code fanout.link}, {@code edge.subscription} and {@code edge.session} and
 * never decide anything a rule should decide. Classes that implement {@link io.carillon.e2e.simulation.Invariant} say
 * what must always hold. One seed is one schedule; {@code docs/testing.md} tells how to replay it.
 */
@NullMarked
package io.carillon.e2e.simulation;

import org.jspecify.annotations.NullMarked;
