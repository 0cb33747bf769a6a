package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;
import java.util.List;

/** Writes down why sessions end. */
record EndsObserver(List<EndReason> ends) implements SessionObserver {

    @Override
    public void opened(Framing.Kind kind) {}

    @Override
    public void ended(Framing.Kind kind, EndReason reason) {
        ends.add(reason);
    }

    @Override
    public void delivered(Framing.Kind kind, int sessions) {}

    @Override
    public void fellBehind(boolean early) {}

    @Override
    public void windowFull() {}

    @Override
    public void acknowledged(int publications, long nanos) {}

    @Override
    public void changed(boolean more) {}

    @Override
    public void refused(ErrorCode code) {}

    @Override
    public void resumed() {}

    @Override
    public void caughtUp() {}

    @Override
    public void gap(Gap.Reason reason) {}
}
