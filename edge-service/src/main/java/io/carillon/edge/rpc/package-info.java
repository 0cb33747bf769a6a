/**
 * The edge's gRPC client: links to owners, and questions for pages of the past. Translates between the wire's messages and
 * ours, and decides nothing.
 */
@NullMarked
package io.carillon.edge.rpc;

import org.jspecify.annotations.NullMarked;
