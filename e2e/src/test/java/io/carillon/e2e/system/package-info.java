/**
 * The system under test as its users meet it: a process that is started from the command line, spoken to over sockets, and
 * stopped by signals. Nothing here reaches into it.
 *
 * <p>Begin with {@link io.carillon.e2e.system.Carillon}, which gives a test class a running process, and
 * {@link io.carillon.e2e.system.Subscriber}, which hears the same over either transport.
 */
@NullMarked
package io.carillon.e2e.system;

import org.jspecify.annotations.NullMarked;
