/**
 * One item submitted to a channel, as the log keeps it and as links carry it.
 */
@NullMarked
package io.carillon.core.publication;

import org.jspecify.annotations.NullMarked;
