/** How a process ends, by request or by force, and what is there when it starts again on the same data. */
@NullMarked
package io.carillon.e2e.drain;

import org.jspecify.annotations.NullMarked;
