/**
 * TCP connections whose every byte the test decides and sees.
 */
@NullMarked
package io.carillon.testkit.tcp;

import org.jspecify.annotations.NullMarked;
