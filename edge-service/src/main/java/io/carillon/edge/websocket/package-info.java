/**
 * Framing of RFC 6455, the server's side: bytes to messages, messages to bytes, and the judgement of a handshake.
 *
 * <p>Nothing here does I/O, keeps a thread or knows a framework. A reactor feeds a connection's
 * {@link io.carillon.edge.websocket.FrameReader} with whatever it received and is told what that meant;
 * {@link io.carillon.edge.websocket.Frames} makes the bytes to send; and
 * {@link io.carillon.edge.websocket.Handshake} says whether a request becomes a WebSocket at all. What the messages
 * mean is the session's business.
 *
 * <p>The rules are strict: what the RFC forbids a client to send ends the connection with the close code that the RFC
 * names, at the first byte that proves it. No extension is negotiated, so the reserved bits must be 0.
 */
@NullMarked
package io.carillon.edge.websocket;

import org.jspecify.annotations.NullMarked;
