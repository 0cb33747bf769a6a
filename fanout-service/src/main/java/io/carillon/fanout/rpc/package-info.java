/**
 * The gRPC face towards edges and ingests: translates, keeps time on links, and maps what went wrong.
 *
 * <p>Start at {@link io.carillon.fanout.rpc.MeshServer}. Generated messages end here: {@code LinkCodec} is the only place
 * that turns them into the nouns of {@code core} and back.
 *
 * <p>Helidon runs each call on a virtual thread of its own, and in the version we are on it forgets that thread when the
 * connection drops. So the connection is ours ({@code MeshConnection} wraps Helidon's): it knows its calls, tells them
 * when it ends, and can be cut.
 */
@NullMarked
package io.carillon.fanout.rpc;

import org.jspecify.annotations.NullMarked;
