/**
 * Owns threads and connections: shards that run sessions, the mesh thread that runs the router, and the outlets that take
 * bytes to sockets.
 *
 * <p>Every piece of state has one thread. A {@link io.carillon.edge.engine.Shard} runs the sessions assigned to it and
 * nobody else touches them; the {@link io.carillon.edge.engine.MeshLoop} runs the router; connections' own threads only read
 * and hand on what they read. They reach each other by tasks, in order.
 */
@NullMarked
package io.carillon.edge.engine;

import org.jspecify.annotations.NullMarked;
