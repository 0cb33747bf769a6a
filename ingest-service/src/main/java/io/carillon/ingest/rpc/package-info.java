/** Asks the owners of partitions: how many clients listen, and what they know of idempotency keys. */
@NullMarked
package io.carillon.ingest.rpc;

import org.jspecify.annotations.NullMarked;
