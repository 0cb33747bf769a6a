/** Asks the owners of partitions how many clients listen. */
@NullMarked
package io.carillon.ingest.rpc;

import org.jspecify.annotations.NullMarked;
