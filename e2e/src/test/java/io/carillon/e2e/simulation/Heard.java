package io.carillon.e2e.simulation;

import io.carillon.core.position.Cursor;
import java.util.List;

/** What a client made of the bytes that it received. */
sealed interface Heard {

    /** An event that says how far the client is covered. */
    sealed interface Covered extends Heard {
        Cursor id();
    }

    /** How long to wait before a reconnect. */
    record Retry(long millis) implements Heard {}

    /** The server lives. */
    record Heartbeat(Cursor id) implements Covered {}

    /** A publication. */
    record Message(Cursor id, String channel, String value) implements Covered {}

    /** Publications of a channel in (from, to] are not coming. */
    record Gap(Cursor id, String channel, Cursor from, Cursor to, String reason) implements Covered {}

    /** The client is asked to reconnect. */
    record Reconnect(Cursor id, String reason) implements Covered {}

    /** The client is asked to come back, without having been served: it is where it was before. */
    record TurnedAway(String reason) implements Heard {}

    /** The client hears more channels, from this cursor on. */
    record Subscribed(Cursor id, List<String> channels) implements Covered {}

    /** The client hears some channels no more. */
    record Unsubscribed(Cursor id, List<String> channels) implements Covered {}

    /** Something that the client asked for is not done. */
    record Refused(String code) implements Heard {}

    /** The answer to the client's own ping. */
    record Pong() implements Heard {}

    /** An orderly end, with the close code on WebSocket and 0 on SSE. */
    record End(int closeCode) implements Heard {}
}
