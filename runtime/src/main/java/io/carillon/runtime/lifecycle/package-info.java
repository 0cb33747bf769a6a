/**
 * Starts parts in order, drains and closes them in reverse, bounded by a deadline.
 *
 * <p>A service is a list of {@linkplain io.carillon.runtime.lifecycle.Part parts}, each of which stands on those before
 * it: what serves health comes first, what lets clients in comes last. {@link
 * io.carillon.runtime.lifecycle.Lifecycle} owns the order and the clock; what it means to drain is each part's own
 * business.
 */
@NullMarked
package io.carillon.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
