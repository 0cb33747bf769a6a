/**
 * Who a process of ours is to the others, and who the others are: key material from files, reloaded when they change, and
 * certificates that name services instead of hosts.
 *
 * <p>Start at {@link io.carillon.runtime.tls.MeshSecurity}, which a composition root is given, and {@link
 * io.carillon.runtime.tls.ServiceTls}, which holds the key material and writes all state here.
 */
@NullMarked
package io.carillon.runtime.tls;

import org.jspecify.annotations.NullMarked;
