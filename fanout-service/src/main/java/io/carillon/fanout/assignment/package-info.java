/**
 * Where partitions should be, and what to do next so that they come there. Pure: the same cluster has the same answer.
 *
 * <p>{@link io.carillon.fanout.assignment.Assigner} says who should own what;
 * {@link io.carillon.fanout.assignment.Planner} says which single step to take now.
 */
@NullMarked
package io.carillon.fanout.assignment;

import org.jspecify.annotations.NullMarked;
