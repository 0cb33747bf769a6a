/**
 * What an edge and an owner say to each other on a link; {@code docs/mesh-protocol.md} tells when and why.
 *
 * <p>These are the nouns of the conversation. The bytes that carry them are defined in the module {@code proto}, and
 * only the {@code rpc} packages see those; the state machines of both sides, and the simulation that runs them
 * against each other, see these.
 */
@NullMarked
package io.carillon.core.link;

import org.jspecify.annotations.NullMarked;
