/**
 * The public HTTP listeners: one port, what it answers when things go wrong, and connections that are ours.
 *
 * <p>A {@link io.carillon.runtime.http.PublicListener} is a Helidon server with one connection selector, which wraps
 * every accepted connection in an {@link io.carillon.runtime.http.OwnedConnection}. Helidon parses HTTP on it; we decide
 * how long it may take, how much it may send, when nothing more of it is read, and when it turns into a stream.
 * Services contribute {@linkplain io.carillon.runtime.http.PathRoutes routes}, so that two of them can share a port.
 *
 * <p>Each connection has a virtual thread of its own, which is the only one to read from it. Every error goes out as a
 * {@link io.carillon.runtime.http.ProblemDocument}.
 */
@NullMarked
package io.carillon.runtime.http;

import org.jspecify.annotations.NullMarked;
