/**
 * Reads configuration into immutable, validated records, and reports every mistake at once.
 *
 * <p>A service has a record for its configuration and a method that reads it from {@link
 * io.carillon.runtime.config.Settings}, key by key, each with its default and its range. A mistake does not end the
 * reading: it is noted with its origin, the default takes its place, and {@link
 * io.carillon.runtime.config.Settings#check()} reports all of them together, so that an operator repairs a
 * configuration in one go. After that nobody sees settings again, only records.
 *
 * <p>Five layers are looked at, and the later one wins: the default in the code, the file, the environment, the system
 * properties, the command line. All of them are handed in as {@link io.carillon.runtime.config.ConfigSources}; nothing
 * here looks at the process by itself, so tests and several services in one JVM do not get into each other's way.
 */
@NullMarked
package io.carillon.runtime.config;

import org.jspecify.annotations.NullMarked;
