/**
 * One public port in front of many processes: a small relay for clusters on one machine.
 *
 * <p>It routes by path, leaves out processes that are not ready, and passes bytes on as they come. Each request gets a
 * connection of its own to the process behind, which makes it simple, and slower than a gateway that keeps connections:
 * {@code deploy/docker} has the configuration of one. Start at {@link io.carillon.standalone.relay.Relay}.
 */
@NullMarked
package io.carillon.standalone.relay;

import org.jspecify.annotations.NullMarked;
