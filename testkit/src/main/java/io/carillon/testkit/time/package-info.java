/**
 * Time for tests: a clock that only the test moves, and deadlines for those that must wait on real time.
 */
@NullMarked
package io.carillon.testkit.time;

import org.jspecify.annotations.NullMarked;
