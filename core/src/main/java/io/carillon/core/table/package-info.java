/**
 * Who owns which partition at which epoch, as every service sees it.
 */
@NullMarked
package io.carillon.core.table;

import org.jspecify.annotations.NullMarked;
