/**
 * What every log must do, and what the log on a real broker does beside: run against the broker of this JVM, or against
 * one in a process that can be killed.
 */
@NullMarked
package io.carillon.standalone.log;

import org.jspecify.annotations.NullMarked;
