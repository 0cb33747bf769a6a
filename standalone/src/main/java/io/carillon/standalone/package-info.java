/**
 * The three services and a Kafka broker in one JVM, and the command line.
 *
 * <p>The services are the ones that run on their own in a cluster, and they speak gRPC and Kafka to each other here as
 * they do there; only the wiring is this module's. {@link io.carillon.standalone.Main} is where the process begins.
 */
@NullMarked
package io.carillon.standalone;

import org.jspecify.annotations.NullMarked;
