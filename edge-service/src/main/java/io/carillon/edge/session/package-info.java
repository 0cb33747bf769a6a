/**
 * The life of connected clients, whatever their transport, as state machines without I/O, threads or clock.
 *
 * <p>Start at {@link io.carillon.edge.session.SessionGroup}: all sessions of one shard, the channels they want, and how far
 * the log is covered. It is driven by its shard's thread alone, or by a test. Bytes leave through an
 * {@link io.carillon.edge.session.Outlet}, which never blocks; what they look like is a
 * {@link io.carillon.edge.session.Framing}, one for each transport.
 */
@NullMarked
package io.carillon.edge.session;

import org.jspecify.annotations.NullMarked;
