/**
 * A real Kafka broker inside this JVM, for development, tests and clusters on one machine.
 *
 * <p>{@link EmbeddedBroker} is a KRaft broker and its controller in one, on the loopback interface, with its data in a folder
 * that survives restarts. {@link BrokerMain} runs it as a process of its own, so that it can be killed.
 *
 * <p>It stands on Kafka's server classes, which are internal to Kafka and may change with any release. Only
 * {@link EmbeddedBroker} touches them.
 */
@NullMarked
package io.carillon.standalone.broker;

import org.jspecify.annotations.NullMarked;
