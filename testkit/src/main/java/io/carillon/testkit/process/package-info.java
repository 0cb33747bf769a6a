/**
 * Real processes under test: started, watched, signalled, and gone when the test is over.
 */
@NullMarked
package io.carillon.testkit.process;

import org.jspecify.annotations.NullMarked;
