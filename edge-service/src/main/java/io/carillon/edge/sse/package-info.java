/** Server-Sent Events: how events become the bytes of a chunked {@code text/event-stream}. */
@NullMarked
package io.carillon.edge.sse;

import org.jspecify.annotations.NullMarked;
