package io.carillon.edge.session;

import io.carillon.core.link.ToOwner;
import java.util.List;

/** Writes down what a group asks for, and answers nothing by itself. */
final class RecordingUpstream implements SessionGroup.Upstream {

    private final List<String> asked;
    private long lastReplayId;

    RecordingUpstream(List<String> asked) {
        this.asked = asked;
    }

    /** Returns the number of the replay that was asked for last. */
    long lastReplayId() {
        return lastReplayId;
    }

    @Override
    public void subscribe(Session session, List<String> channels) {
        asked.add("subscribe " + channels);
    }

    @Override
    public void replay(Session session, ToOwner.Replay wanted) {
        lastReplayId = wanted.id();
        String from = wanted.after() == ToOwner.FROM_TIME ? "time " + wanted.sinceMillis() : "" + wanted.after();
        asked.add("replay " + wanted.channels() + " in " + wanted.partition() + " from " + from + " until "
                + wanted.until() + " credit " + wanted.creditBytes());
    }

    @Override
    public void grantReplay(int partition, long id, long bytes) {
        asked.add("grant " + bytes + " in " + partition);
    }

    @Override
    public void cancelReplay(int partition, long id) {
        asked.add("cancel in " + partition);
    }

    @Override
    public void unsubscribe(List<String> channels) {
        asked.add("unsubscribe " + channels);
    }
}
