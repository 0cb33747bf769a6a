/**
 * The public contract of {@code docs/protocol.md}, held against a whole process over real sockets.
 *
 * <p>Tests that come from the scenarios P01 to P28 for systems of Push's kind name theirs.
 */
@NullMarked
package io.carillon.e2e.contract;

import org.jspecify.annotations.NullMarked;
