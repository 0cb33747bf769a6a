/**
 * A real cluster of processes on this machine, to play with and to test: Kafka, Consul, fanout nodes, edges, an ingest, and
 * one public port in front.
 *
 * <p>{@link io.carillon.standalone.cluster.ClusterPlan} says which processes there are and how each is started; it does
 * nothing itself. {@link io.carillon.standalone.cluster.RunningCluster} starts them, ends them, and does to them what it is
 * told through a socket in the data folder, which is how a second terminal reaches it.
 */
@NullMarked
package io.carillon.standalone.cluster;

import org.jspecify.annotations.NullMarked;
