package io.carillon.standalone.client;

import io.carillon.core.json.JsonObject;
import io.carillon.core.publication.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hears channels for as long as somebody listens: when a stream ends, it opens the next one, on from the last cursor.
 *
 * <p>Belongs to the thread that calls {@link #listen}, on which the audience is called as well.
 */
public final class Subscriber {

    /** Four of the service's default heartbeat intervals: whoever is silent for so long is gone. */
    static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);

    /** Who hears it. */
    public interface Audience {

        /**
         * Takes a message.
         *
         * @param id the cursor that stands behind this message
         * @param json the message as it was published
         * @return whether to go on
         */
        boolean message(String id, String channel, String json);

        /** Takes a remark on the connection, for people. */
        void note(String text);
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {

        /** Returns when so much time has passed. */
        void of(Duration wait) throws InterruptedException;
    }

    private static final Set<String> MESSAGE_MEMBERS = Set.of("channel", "message");

    private final EventStream.Transport transport;
    private final List<String> channels;
    private final Audience audience;
    private final Pause pause;
    private final Comeback comeback;

    private Optional<String> cursor;
    private boolean connected;

    /**
     * Makes a subscriber, which does nothing yet.
     *
     * @param since where in the past to begin: an id, {@code earliest}, {@code last:N} or an RFC 3339 time; empty
     *     for now
     */
    public Subscriber(
            EventStream.Transport transport,
            List<String> channels,
            Optional<String> since,
            Audience audience,
            Pause pause,
            RandomGenerator random) {
        this.transport = transport;
        this.channels = List.copyOf(channels);
        this.cursor = since;
        this.audience = audience;
        this.pause = pause;
        this.comeback = new Comeback(random);
    }

    /** What ended a stream, and so what comes next. */
    private sealed interface Parting {

        /** The service asked to come back, and there is no trouble: at once. */
        record Invited() implements Parting {}

        /** Come back after a while. */
        record Lost(String how) implements Parting {}

        /** Do not come back. */
        record Refused(String why) implements Parting {}

        /** Nobody listens any more. */
        record Left() implements Parting {}
    }

    /**
     * Hears until the audience has enough, or the service refuses.
     *
     * @return why the service refused, or empty if the audience had enough
     */
    public Optional<String> listen() throws InterruptedException {
        while (true) {
            Parting parting;
            try (EventStream stream = transport.open(channels, cursor)) {
                connected = false;
                parting = hear(stream);
            }
            switch (parting) {
                case Parting.Invited _ -> audience.note("the service asked to connect anew");
                case Parting.Lost(String how) -> {
                    Duration wait = comeback.afterLoss();
                    audience.note("%s; next try in %.1f s".formatted(how, wait.toMillis() / 1000.0));
                    pause.of(wait);
                }
                case Parting.Refused(String why) -> {
                    return Optional.of(why);
                }
                case Parting.Left _ -> {
                    return Optional.empty();
                }
            }
        }
    }

    private Parting hear(EventStream stream) throws InterruptedException {
        Optional<Parting> parting = Optional.empty();
        while (parting.isEmpty()) {
            parting = switch (stream.next(SILENCE_LIMIT)) {
                case Heard.Event event -> event(event);
                case Heard.RetryAdvice(Duration wait) -> {
                    comeback.advised(wait);
                    yield Optional.empty();
                }
                case Heard.Ended(String how) -> Optional.of(new Parting.Lost(how));
                case Heard.Refused(String why) -> Optional.of(new Parting.Refused(why));
            };
        }
        return parting.get();
    }

    private Optional<Parting> event(Heard.Event event) {
        Optional<Parting> parting = switch (event.name()) {
            case "message" -> message(event);
            case "reconnect" -> Optional.of(reconnect(event.data()));
            case "gap" -> {
                audience.note("messages may be missing here: " + event.data());
                yield Optional.empty();
            }
            // Heartbeats and pings, and what later versions may bring.
            default -> Optional.empty();
        };
        if (!event.id().isEmpty()) {
            cursor = Optional.of(event.id());
            noteConnected();
        }
        return parting;
    }

    private void noteConnected() {
        if (!connected) {
            connected = true;
            audience.note("subscribed to " + String.join(", ", channels));
        }
    }

    private Optional<Parting> message(Heard.Event event) {
        byte[] data = event.data().getBytes(StandardCharsets.UTF_8);
        if (!(JsonObject.scan(data, MESSAGE_MEMBERS) instanceof JsonObject.Scanned.Members members)) {
            return Optional.of(new Parting.Refused("a message that is no JSON object: " + event.data()));
        }
        Optional<String> channel = members.member("channel").flatMap(Problem::string);
        Optional<Payload> message = members.member("message");
        if (channel.isEmpty() || message.isEmpty()) {
            return Optional.of(new Parting.Refused("a message without channel or content: " + event.data()));
        }
        return audience.message(event.id(), channel.get(), message.get().toString())
                ? Optional.empty()
                : Optional.of(new Parting.Left());
    }

    /** Lifetimes are spread by the service, so that nobody needs to wait; other reasons mean some trouble. */
    private static Parting reconnect(String data) {
        return data.contains("\"lifetime\"")
                ? new Parting.Invited()
                : new Parting.Lost("the service asked to connect anew: " + data);
    }
}
