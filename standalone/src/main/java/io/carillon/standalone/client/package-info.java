/**
 * The public contract from the client's side: publishing, and hearing over SSE and WebSocket.
 *
 * <p>Stands on the JDK's HTTP client and knows nothing of the services, which it reaches over the wire like anybody
 * else. {@link io.carillon.standalone.client.Subscriber} is the place to start reading: it opens one {@link
 * io.carillon.standalone.client.EventStream} after the other, and {@link io.carillon.standalone.client.Comeback} says
 * when. Everything runs on the caller's thread; what the HTTP client's threads bring waits in a bounded queue.
 */
@NullMarked
package io.carillon.standalone.client;

import org.jspecify.annotations.NullMarked;
