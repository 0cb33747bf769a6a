/**
 * The ordered, partitioned, retained log as ports, and the in-memory log that defines their meaning.
 */
@NullMarked
package io.carillon.core.log;

import org.jspecify.annotations.NullMarked;
