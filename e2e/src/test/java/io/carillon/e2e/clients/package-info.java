/**
 * Clients of the public protocol that nobody here wrote: a browser's EventSource, those of npm and of okhttp, and WebSockets.
 *
 * <p>They come back in their own way, or as their documentation says. Each tells what happened to it in lines, which
 * {@link io.carillon.e2e.clients.Story} reads.
 */
@NullMarked
package io.carillon.e2e.clients;

import org.jspecify.annotations.NullMarked;
