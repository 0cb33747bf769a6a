/** Holds the code to the arrows between its rooms. */
@NullMarked
package io.carillon.e2e.architecture;

import org.jspecify.annotations.NullMarked;
