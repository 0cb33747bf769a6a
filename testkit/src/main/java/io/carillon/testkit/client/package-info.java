/**
 * Clients that show what is on the wire: SSE, WebSocket and plain HTTP over sockets, without any framework between.
 *
 * <p>They are for tests that judge a server by its bytes. Each connection is read by a virtual thread of its own into a
 * transcript; the test asks the transcript, always with a deadline, and a failure shows what had arrived. They are
 * strict with the server, and as rude to it as the test wants: they can stall, reset, and send what no client should.
 *
 * <p>Begin with {@link io.carillon.testkit.client.Dial}, which says where to connect and how.
 */
@NullMarked
package io.carillon.testkit.client;

import org.jspecify.annotations.NullMarked;
