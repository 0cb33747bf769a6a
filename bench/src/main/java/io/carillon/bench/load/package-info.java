/**
 * Puts a load on a push server and measures what comes of it: subscribers that hold streams, and publishing at a rate.
 *
 * <p>One {@link io.carillon.bench.load.LoadRun} is one measurement. It knows nothing of Carillon but what a
 * {@link io.carillon.bench.load.Target} says, so any server that takes publications over HTTP can be measured alike. The
 * time at which a publication was due is in its text; a delivery's latency counts from there, so a server that holds up the
 * publisher is not let off (no coordinated omission).
 */
@NullMarked
package io.carillon.bench.load;

import org.jspecify.annotations.NullMarked;
