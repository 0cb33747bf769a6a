/**
 * The closed catalogue of error codes: what each means to a person and what a machine should do about it.
 */
@NullMarked
package io.carillon.core.error;

import org.jspecify.annotations.NullMarked;
