/**
 * What clients and operators notice of a cluster of real processes while its parts are killed, paused, stopped and started.
 *
 * <p>{@link io.carillon.e2e.cluster.Cluster} is the cluster, {@link io.carillon.e2e.cluster.Trial} a steady load with
 * subscribers on every edge around something that goes wrong, and what must hold afterwards. Test classes share one cluster,
 * which is mended before each test.
 */
@NullMarked
package io.carillon.e2e.cluster;

import org.jspecify.annotations.NullMarked;
