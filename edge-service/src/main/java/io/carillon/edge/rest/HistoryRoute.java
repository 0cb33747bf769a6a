package io.carillon.edge.rest;

import io.carillon.core.error.ErrorCode;
import io.carillon.edge.history.ChannelPage;
import io.carillon.edge.history.ChannelPast;
import io.carillon.edge.history.HistoryQuery;
import io.carillon.edge.history.HistorySettings;
import io.carillon.edge.session.Guest;
import io.carillon.runtime.http.ChannelPath;
import io.carillon.runtime.http.ProblemDocument;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /history/{channel}?since=&limit=}: a page of what the log keeps of a channel.
 *
 * <p>A request passes, in this order: its path and query (400), who it is from and what it may hear (401, 403, 503), whether
 * there is room (503), and the owner of the channel (200, 503).
 */
public final class HistoryRoute implements Handler {

    /** Where pages are. */
    public static final ChannelPath PATH = new ChannelPath("/history/", "");

    private static final System.Logger LOGGER = System.getLogger(HistoryRoute.class.getName());

    private final ChannelPast past;
    private final HistorySettings settings;
    private final StreamDoor door;
    private final HistoryObserver observer;
    private final Semaphore room;

    /** Makes the route. */
    public HistoryRoute(ChannelPast past, HistorySettings settings, StreamDoor door, HistoryObserver observer) {
        this.past = past;
        this.settings = settings;
        this.door = door;
        this.observer = observer;
        this.room = new Semaphore(settings.inFlightLimit());
    }

    /** Returns how many pages are being read now. */
    public int inFlight() {
        return settings.inFlightLimit() - room.availablePermits();
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
        Optional<String> channel = PATH.channel(request.prologue().uriPath().rawPath());
        if (channel.isEmpty()) {
            refuse(new ProblemDocument(ErrorCode.INVALID_CHANNEL, ChannelPath.NOT_ENCODED), response);
            return;
        }
        switch (HistoryQuery.parse(channel.get(), request.query().rawValue(), settings)) {
            case HistoryQuery.Parsed.Invalid(ErrorCode code, String detail) ->
                refuse(new ProblemDocument(code, detail), response);
            case HistoryQuery.Parsed.Valid(HistoryQuery query) -> {
                switch (door.admit(request, List.of(query.channel()))) {
                    case StreamDoor.Outcome.TurnedAway away -> {
                        observer.refused(away.problem().code());
                        away.send(response);
                    }
                    case StreamDoor.Outcome.NotNow() ->
                        refuse(ProblemDocument.of(ErrorCode.KEYS_UNAVAILABLE), response);
                    case StreamDoor.Outcome.Admitted(Guest _, var cookie) -> {
                        cookie.ifPresent(value -> response.header(HeaderNames.SET_COOKIE, value));
                        answer(query, response);
                    }
                }
            }
        }
    }

    private void answer(HistoryQuery query, ServerResponse response) throws InterruptedException {
        if (!room.tryAcquire()) {
            refuse(ProblemDocument.of(ErrorCode.OVERLOADED), response);
            return;
        }
        ChannelPast.Outcome outcome;
        try {
            outcome = past.read(query);
        } finally {
            // Not when the client has taken the page: one that is slow to would take others' room.
            room.release();
        }
        switch (outcome) {
            case ChannelPast.Outcome.Known(ChannelPage page) -> {
                observer.served(page.messages().size());
                response.header(HeaderNames.CONTENT_TYPE, "application/json")
                        .header(HeaderNames.CACHE_CONTROL, "no-store")
                        .send(page.json());
            }
            case ChannelPast.Outcome.Unavailable(String why) -> {
                LOGGER.log(Level.DEBUG, "history not read: {0}", why);
                refuse(
                        new ProblemDocument(
                                ErrorCode.HISTORY_UNAVAILABLE,
                                "history: no answer from an owner of the channel within "
                                        + settings.patience().toMillis() + " ms"),
                        response);
            }
        }
    }

    private void refuse(ProblemDocument problem, ServerResponse response) {
        observer.refused(problem.code());
        problem.send(response);
    }
}
