/**
 * This node as a member: it reports to the leader, whoever that is, and makes of what was agreed on what it serves.
 *
 * <p>{@link io.carillon.fanout.membership.Membership} is the node's own side;
 * {@link io.carillon.fanout.membership.LeaderDesk} takes the reports of all while this node leads. How reports travel is a
 * port, {@link io.carillon.fanout.membership.Sessions}, which {@code fanout.rpc} implements.
 */
@NullMarked
package io.carillon.fanout.membership;

import org.jspecify.annotations.NullMarked;
