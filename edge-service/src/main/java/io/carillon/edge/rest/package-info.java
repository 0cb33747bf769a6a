/** Who may listen, and the tickets for those who cannot say so in a header. Start at {@link io.carillon.edge.rest.StreamDoor}. */
@NullMarked
package io.carillon.edge.rest;

import org.jspecify.annotations.NullMarked;
