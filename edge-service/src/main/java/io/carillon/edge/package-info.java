/** The edge service: its configuration and its wiring. Start at {@link io.carillon.edge.EdgeServer}. */
@NullMarked
package io.carillon.edge;

import org.jspecify.annotations.NullMarked;
