/**
 * JMH benchmarks of the hot paths: {@code ./carillon bench jmh [PATTERN]}. They show which of two ways is faster and whether
 * a path allocates ({@code -prof gc}); what a whole process does is for {@code io.carillon.bench.run}.
 */
@NullMarked
package io.carillon.bench.jmh;

import org.jspecify.annotations.NullMarked;
