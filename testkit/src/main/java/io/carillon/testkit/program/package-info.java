/**
 * Programs of others that tests run beside ours: found by the project's own script, which downloads those that the machine
 * does not have.
 */
@NullMarked
package io.carillon.testkit.program;

import org.jspecify.annotations.NullMarked;
