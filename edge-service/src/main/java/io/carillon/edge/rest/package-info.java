/**
 * Who may listen, the tickets for those who cannot say so in a header, and pages of the past. Start at {@link io.carillon.edge.rest.StreamDoor}.
 */
@NullMarked
package io.carillon.edge.rest;

import org.jspecify.annotations.NullMarked;
