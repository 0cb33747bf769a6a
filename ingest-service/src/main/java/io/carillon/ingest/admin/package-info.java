/**
 * What an operator may ask of an ingest, on the management port: to revoke.
 *
 * <p>An ingest takes it, since whoever writes to the log is here; fanout nodes read it, and tell edges and ingests. So no
 * edge, even one that was taken over, can revoke anybody. Start at {@link io.carillon.ingest.admin.RevocationRoute}.
 */
@NullMarked
package io.carillon.ingest.admin;

import org.jspecify.annotations.NullMarked;
