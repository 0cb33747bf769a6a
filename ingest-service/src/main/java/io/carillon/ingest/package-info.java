/** The ingest service: its configuration and its wiring. Start at {@link io.carillon.ingest.IngestServer}. */
@NullMarked
package io.carillon.ingest;

import org.jspecify.annotations.NullMarked;
