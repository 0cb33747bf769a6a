/**
 * What a page of a channel's past is: what a client may ask for, where that begins in the log, and what the answer of the
 * partition's owner means to the client. Values in, values out; whom to ask and how is behind a port,
 * {@link io.carillon.edge.history.ChannelPast}. Start at {@link io.carillon.edge.history.ChannelPage}.
 */
@NullMarked
package io.carillon.edge.history;

import org.jspecify.annotations.NullMarked;
