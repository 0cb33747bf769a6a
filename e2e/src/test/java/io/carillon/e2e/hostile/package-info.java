/**
 * What nobody sends who means well, sent to a whole process. The numbers in the names are the rows of docs/hostile-input.md.
 */
@NullMarked
package io.carillon.e2e.hostile;

import org.jspecify.annotations.NullMarked;
