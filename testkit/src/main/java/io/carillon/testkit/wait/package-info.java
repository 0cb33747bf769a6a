/**
 * Waiting for what other threads and processes bring about.
 */
@NullMarked
package io.carillon.testkit.wait;

import org.jspecify.annotations.NullMarked;
