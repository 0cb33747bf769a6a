/**
 * Who is not let in any more, as far as this node has read of the log of revocations: one book, written by the reader of
 * that log in {@code kafka}, and read by everybody who watches it over {@code rpc}.
 *
 * <p>Every fanout node has all of it, since it is small and any of them may be asked. Start at {@link
 * io.carillon.fanout.revocation.RevocationBook}.
 */
@NullMarked
package io.carillon.fanout.revocation;

import org.jspecify.annotations.NullMarked;
