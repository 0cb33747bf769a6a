/**
 * Which principal may publish to, or subscribe to, which channels: pure rules, without tokens and without a clock.
 *
 * <p>Start at {@link io.carillon.core.access.Principal}.
 */
@NullMarked
package io.carillon.core.access;

import org.jspecify.annotations.NullMarked;
