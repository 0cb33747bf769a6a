/**
 * Shows a running process to those who keep it running: health, readiness, metrics and logs.
 *
 * <p>The services put facts in, {@linkplain io.carillon.runtime.observe.Health checks} and {@linkplain
 * io.carillon.runtime.observe.Metrics meters}, and {@link io.carillon.runtime.observe.ManagementServer} hands them out
 * on a port of its own. Everything it answers with is in memory already: a probe that waits for a peer would turn the
 * peer's trouble into ours.
 *
 * <p>There is no global registry, so one JVM may hold several services, each with meters and a management port of its
 * own, or all with the same. Only the log is the process's, since the JDK has one.
 */
@NullMarked
package io.carillon.runtime.observe;

import org.jspecify.annotations.NullMarked;
