/**
 * Says no early, by count and by size, before memory does.
 */
@NullMarked
package io.carillon.ingest.admission;

import org.jspecify.annotations.NullMarked;
