/**
 * The edge's gRPC client: links to owners. Translates between the wire's messages and
 * ours, and decides nothing.
 */
@NullMarked
package io.carillon.edge.rpc;

import org.jspecify.annotations.NullMarked;
