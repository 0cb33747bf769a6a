/** Many clients at once, and some that misbehave: what the others notice of it, which is nothing. */
@NullMarked
package io.carillon.e2e.crowd;

import org.jspecify.annotations.NullMarked;
