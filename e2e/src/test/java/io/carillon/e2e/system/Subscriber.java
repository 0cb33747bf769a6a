package io.carillon.e2e.system;

import java.time.Duration;
import java.util.List;

/** A connected client, whatever its transport. Every event is checked to have exactly the promised shape. */
public sealed interface Subscriber extends AutoCloseable permits SseSubscriber, WsSubscriber {

    /** How long a subscriber waits for what is bound to come; generous, for busy machines. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** How a connection ended. */
    enum Ending {
        /** As the protocol has it: by the last chunk and a closed connection, or a close frame 1000 "Bye". */
        BYE,
        /** By a close frame with code 1001. */
        GOING_AWAY,
        /** In any other way. */
        ABRUPT
    }

    /** Returns the next event that was not asked for yet. */
    Heard next();

    /** Returns the next event of this name, and skips those before it. */
    Heard next(String event);

    /** Returns all events so far, asked for or not. */
    List<Heard> heard();

    /** Waits for the end of the connection. */
    Ending awaitEnding(Duration patience);

    /** Returns the data of all messages so far. */
    default List<String> messages() {
        return heard().stream()
                .filter(event -> event.event().equals("message"))
                .map(Heard::data)
                .toList();
    }

    /** Ends the connection without a word. */
    @Override
    void close();
}
