/**
 * Clients that come back after longer times, or read more slowly than is published, and miss nothing.
 *
 * <p>Processes here remember next to nothing, so that what was missed comes out of the log.
 */
@NullMarked
package io.carillon.e2e.replay;

import org.jspecify.annotations.NullMarked;
