/**
 * Places in the log: the generation that gives offsets their meaning, and the cursor that clients bring back.
 */
@NullMarked
package io.carillon.core.position;

import org.jspecify.annotations.NullMarked;
