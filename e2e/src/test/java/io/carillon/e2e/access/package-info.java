/** What a process answers to those who have no right, or none any more. */
@NullMarked
package io.carillon.e2e.access;

import org.jspecify.annotations.NullMarked;
