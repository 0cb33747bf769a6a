package io.carillon.edge.history;

import io.carillon.core.json.JsonString;
import io.carillon.core.position.ChannelPlace;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Publication;
import io.carillon.edge.session.Event;
import io.carillon.edge.session.Gap;
import io.carillon.edge.session.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A page of one channel's past, as a client is told it.
 *
 * <p>{@code next} is a cursor like those of events: the next page begins there, and so may a stream, which then hears exactly
 * what the page does not have.
 *
 * @param messages in the order of the log
 * @param next where to go on
 * @param more whether the log goes on behind the page already now; a page without messages may have more, since how much of
 *     the log is searched for one page is bounded
 * @param gap what the client asked for and does not get
 */
public record ChannelPage(List<Publication> messages, Cursor next, boolean more, Optional<Gap> gap) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    public ChannelPage {
        messages = List.copyOf(messages);
    }

    /** Returns what an owner's answer means to the client who asked. */
    public static ChannelPage of(HistoryQuery query, HistoryStart start, OwnerPage answer) {
        long beginMillis = switch (query.place()) {
            case Place.At(Cursor cursor) -> start.foreign().isEmpty() ? cursor.timeMillis() : 0;
            case Place.Since(long timeMillis) -> timeMillis;
            case Place.Earliest _, Place.Last _ -> 0;
        };
        long endMillis = beginMillis;
        for (Publication publication : answer.publications()) {
            endMillis = Math.max(endMillis, publication.timeMillis());
        }
        return new ChannelPage(
                answer.publications(),
                Cursor.at(start.generation(), endMillis, start.partition(), answer.through()),
                answer.more(),
                gap(query.channel(), start, answer, beginMillis));
    }

    private static Optional<Gap> gap(String channel, HistoryStart start, OwnerPage answer, long millis) {
        String to = text(start, millis, answer.after());
        if (start.foreign().isPresent()) {
            return Optional.of(new Gap(channel, start.foreign().get().text(), to, Gap.Reason.LOG_REPLACED));
        }
        return switch (start.place()) {
            case ChannelPlace.Behind place when place.equals(HistoryStart.END) -> Optional.empty();
            case ChannelPlace.Behind(long offset)
            when answer.after() > offset ->
                Optional.of(new Gap(channel, text(start, millis, offset), to, Gap.Reason.LOG_TRUNCATED));
            case ChannelPlace.Behind(long offset)
            when answer.after() < offset ->
                Optional.of(new Gap(channel, text(start, millis, offset), to, Gap.Reason.BEYOND_END));
            case ChannelPlace.LastBefore _
            when answer.truncated() ->
                Optional.of(new Gap(channel, text(start, millis, -1), to, Gap.Reason.SEARCH_LIMIT));
            case ChannelPlace.Behind _, ChannelPlace.LastBefore _, ChannelPlace.Since _ -> Optional.empty();
        };
    }

    private static String text(HistoryStart start, long millis, long offset) {
        return Cursor.at(start.generation(), millis, start.partition(), offset).text();
    }

    /**
     * Returns the page as JSON in UTF-8. Each message is the data of the event that a stream would have, with the id of its
     * publication in front and the time at which the log took it behind.
     */
    public byte[] json() {
        var json = new ByteArrayOutputStream(256);
        append(json, "{\"messages\":[");
        String before = "";
        for (Publication publication : messages) {
            byte[] data = Event.of(publication).data();
            String id = new Cursor(
                            next.generation(),
                            publication.timeMillis(),
                            List.of(new Cursor.Position(publication.partition(), publication.offset())),
                            List.of())
                    .text();
            append(json, before + "{\"id\":" + JsonString.quote(id) + ",");
            // Without the braces around it.
            json.write(data, 1, data.length - 2);
            append(json, ",\"time\":\"" + TIME.format(Instant.ofEpochMilli(publication.timeMillis())) + "\"}");
            before = ",";
        }
        append(json, "],\"next\":" + JsonString.quote(next.text()) + ",\"more\":" + more);
        gap.ifPresent(told -> append(json, ",\"gap\":" + told.json()));
        append(json, "}");
        return json.toByteArray();
    }

    private static void append(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
