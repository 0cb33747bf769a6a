/**
 * What a channel name may be, and which partition it lives in.
 */
@NullMarked
package io.carillon.core.channel;

import org.jspecify.annotations.NullMarked;
