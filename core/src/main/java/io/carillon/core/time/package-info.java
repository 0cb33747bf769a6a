/**
 * Time as a port, so that rules can be tested on a clock that the test moves.
 */
@NullMarked
package io.carillon.core.time;

import org.jspecify.annotations.NullMarked;
