package io.carillon.edge.session;

import io.carillon.core.link.ToOwner;
import java.util.List;

/** Writes down what a group asks for, and answers nothing by itself. */
final class RecordingUpstream implements SessionGroup.Upstream {

    private final List<String> asked;
    private long lastReplayId;
    private long lastChange;

    RecordingUpstream(List<String> asked) {
        this.asked = asked;
    }

    /** Returns the number of the replay that was asked for last. */
    long lastReplayId() {
        return lastReplayId;
    }

    /** Returns the number of the change that asked for channels last. */
    long lastChange() {
        return lastChange;
    }

    @Override
    public void subscribe(Session session, long change, List<String> channels) {
        lastChange = change;
        asked.add("subscribe " + channels);
    }

    @Override
    public void replay(Session session, ToOwner.Replay wanted) {
        lastReplayId = wanted.id();
        String from = switch ((int) wanted.after()) {
            case (int) ToOwner.FROM_TIME -> "time " + wanted.sinceMillis();
            case (int) ToOwner.FROM_LAST -> "last " + wanted.lastCount();
            default -> "" + wanted.after();
        };
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
