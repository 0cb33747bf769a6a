/** Runs one service as a process of its own: configured from outside, watched on the management port, drained on SIGTERM. */
@NullMarked
package io.carillon.runtime.process;

import org.jspecify.annotations.NullMarked;
