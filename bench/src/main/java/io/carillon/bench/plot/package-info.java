/** Draws figures as SVG, without more than the figures themselves ask for. */
@NullMarked
package io.carillon.bench.plot;

import org.jspecify.annotations.NullMarked;
