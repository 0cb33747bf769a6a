package io.carillon.edge.session;

import io.carillon.core.position.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one session is sent of its channels, from its first heartbeat to its end.
 *
 * <p>A live session has everything its shard has passed on, so nothing is kept of where it stands. One whose client comes
 * back, or reads or acknowledges more slowly than is published, or adds channels, {@linkplain CatchUp catches up} until it
 * is where the live ones are.
 */
final class Reception {

    private final Session session;
    private final SessionGroup group;
    private final SessionChannels channels;
    private final ClientLine line;
    private boolean running;

    /** How the session gets to where live ones are; null if all of it is there. */
    private @Nullable CatchUp catchUp;

    Reception(Session session, SessionChannels channels, ClientLine line) {
        this.session = session;
        this.group = session.group();
        this.channels = channels;
        this.line = line;
    }

    boolean isLive() {
        return catchUp == null;
    }

    /**
     * Begins where the client wants, and returns what goes before everything else.
     *
     * @param place where in the past, or null for now
     * @param promise takes the cursor from which on nothing will be missing
     */
    void begin(@Nullable Place place, Consumer<byte[]> promise) {
        running = true;
        if (place == null) {
            promise.accept(id());
            return;
        }
        group.observer().resumed();
        CatchUp begun = CatchUp.from(session, place);
        catchUp = begun;
        byte[] from = placeId(session, place);
        promise.accept(from);
        if (group.isOfAnotherLog(place)) {
            line.sendGaps(channels.names(), from, begun.id(), Gap.Reason.LOG_REPLACED);
        }
        goOn();
    }

    /** Returns the cursor of a client that wants to begin at a place and was sent nothing yet. */
    static byte[] placeId(Session session, Place place) {
        boolean foreign = session.group().isOfAnotherLog(place);
        return foreign && place instanceof Place.At(Cursor cursor)
                ? cursor.text().getBytes(StandardCharsets.US_ASCII)
                : CatchUp.from(session, place).id();
    }

    /**
     * Takes an event of one of the session's channels; the view stands at that event.
     *
     * @return whether the event is on its way to the client
     */
    boolean deliver(Event event) {
        if (!running) {
            // Before the first heartbeat nothing was promised; after the end nothing can be sent.
            return false;
        }
        if (catchUp != null) {
            boolean sent = catchUp.deliver(event);
            line.recount();
            return sent;
        }
        PartitionSet partitions = channels.partitions();
        byte[] frame = partitions.frame(line.framing(), event);
        if (line.trySend(event, frame, partitions.id(event.partition()))) {
            return true;
        }
        boolean early = !line.isOverOwnLimit(frame.length);
        fallBehind(event.partition(), event.offset() - 1, event.timeMillis(), early);
        return false;
    }

    /** Takes a part of what was asked for of the past. */
    void replayed(ReplayedPart part) {
        if (catchUp != null) {
            catchUp.replayed(part);
            goOn();
        }
    }

    /** Takes it that the log lost what lay in a partition behind an offset, up to where the view stands. */
    void lost(int partition, long from) {
        if (catchUp != null) {
            catchUp.lost(partition, from);
            goOn();
        } else if (running && line.queuedBytes() < group.limits().queueBytes()) {
            PartitionSet partitions = channels.partitions();
            List<String> affected = channels.heardIn(partition);
            line.sendGaps(affected, partitions.idAt(partition, from), partitions.id(), Gap.Reason.LOG_TRUNCATED);
        } else if (running) {
            fallBehind(partition, from, group.view().timeMillis(partition), false);
        }
    }

    /** Takes it that there may be room again: the client has read, or acknowledged. */
    void goOn() {
        if (catchUp != null) {
            catchUp.passOn();
            if (line.isEmpty() && catchUp.wantsMore() && group.pace().admits(session)) {
                catchUp.readOn();
            }
            settle();
        }
    }

    /** Takes it that it is this session's turn to read on. */
    void readOn() {
        if (catchUp != null && line.isEmpty()) {
            catchUp.readOn();
            settle();
        }
    }

    /** Expects more channels, which begin once they are confirmed. */
    void expectMore() {
        if (catchUp == null) {
            catchUp = CatchUp.live(session);
        }
    }

    /**
     * Begins with more channels, which were {@linkplain #expectMore expected}.
     *
     * @param promise takes the cursor from which on nothing of them will be missing
     */
    void begin(List<String> fresh, @Nullable Place place, Consumer<byte[]> promise) {
        if (catchUp != null) {
            catchUp.begin(fresh, place);
        }
        promise.accept(id());
        if (place instanceof Place.At(Cursor cursor) && group.isOfAnotherLog(place)) {
            String to = new String(id(), StandardCharsets.US_ASCII);
            for (String channel : fresh) {
                line.sendGap(id(), new Gap(channel, cursor.text(), to, Gap.Reason.LOG_REPLACED));
            }
        }
        goOn();
    }

    /** Lets go of channels. */
    void remove(List<String> unwanted) {
        if (catchUp != null) {
            catchUp.remove(unwanted);
            settle();
        }
    }

    /** Returns up to where the client was sent a channel; empty while the log has yet to say where it begins. */
    OptionalLong sent(String channel) {
        return catchUp == null
                ? OptionalLong.of(group.view().through(group.partitionOf(channel)))
                : catchUp.sent(channel);
    }

    /** Returns the bytes that are held of what was missed, or asked for. */
    int catchUpBytes() {
        return catchUp == null ? 0 : catchUp.bytes();
    }

    /** Returns the cursor of everything that was sent or waits to be. */
    byte[] id() {
        return catchUp == null ? channels.partitions().id() : catchUp.id();
    }

    /** Ends what is under way; nothing is sent any more. */
    void end() {
        running = false;
        if (catchUp != null) {
            catchUp.cancel();
            catchUp = null;
        }
    }

    private void fallBehind(int partition, long position, long timeMillis, boolean early) {
        if (line.mayBeSent(1)) {
            group.observer().fellBehind(early);
        } else {
            group.observer().windowFull();
        }
        CatchUp begun = CatchUp.live(session);
        begun.fallBehind(partition, position, timeMillis);
        catchUp = begun;
    }

    /** Is live once nothing is missing. */
    private void settle() {
        CatchUp present = catchUp;
        if (present != null && present.isOver() && !session.isJoining()) {
            catchUp = null;
            if (present.hasRead()) {
                group.observer().caughtUp();
            }
        }
        line.recount();
    }
}
