/**
 * Raft among the fanout nodes, by Apache Ratis: what was agreed on is on the disks of most voters before it counts.
 *
 * <p>Start at {@link io.carillon.fanout.consensus.RaftNode}. What is agreed on is not known here: commands and clusters are
 * {@code fanout.ownership}'s, and {@code OwnershipCodec} turns them into bytes and back. Ratis ends here; nobody else sees
 * its names.
 */
@NullMarked
package io.carillon.fanout.consensus;

import org.jspecify.annotations.NullMarked;
