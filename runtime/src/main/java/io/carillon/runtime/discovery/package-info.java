/**
 * Who is where: how processes of a cluster find each other. Never: who owns what, which is the business of the fanout
 * nodes among themselves.
 *
 * <p>{@link io.carillon.runtime.discovery.Registry} is the port, with two adapters: a list in the configuration, and Consul
 * in the package below. Both answer from memory, so that a registry that is out of reach costs the discovery of newcomers
 * and nothing else. Start at {@link io.carillon.runtime.discovery.Discovery}, which makes one a part of a process.
 */
@NullMarked
package io.carillon.runtime.discovery;

import org.jspecify.annotations.NullMarked;
