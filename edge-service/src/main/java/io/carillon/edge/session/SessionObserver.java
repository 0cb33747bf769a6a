package io.carillon.edge.session;

import io.carillon.core.error.ErrorCode;

/** Counts what happens to sessions. */
public interface SessionObserver {

    /** A session was opened. */
    void opened(Framing.Kind kind);

    /** A session is over. */
    void ended(Framing.Kind kind, EndReason reason);

    /** An event was handed to so many sessions. */
    void delivered(Framing.Kind kind, int sessions);

    /**
     * A session's queue was full; it reads the log from where its client is.
     *
     * @param early whether it was not, but what all of the shard or the process may hold was short
     */
    void fellBehind(boolean early);

    /** A client had as much unacknowledged as it may; it reads the log from where it is. */
    void windowFull();

    /**
     * A client acknowledged so many publications.
     *
     * @param nanos how long after the event was sent that the acknowledgement names, in nanoseconds
     */
    void acknowledged(int publications, long nanos);

    /** A client changed its subscriptions: it has more channels, or fewer. */
    void changed(boolean more);

    /** Something that a client asked for was not done. */
    void refused(ErrorCode code);

    /** A client came back with a place in the past, from which it is served. */
    void resumed();

    /** A session that read the log is live again. */
    void caughtUp();

    /** A client was told of a gap. */
    void gap(Gap.Reason reason);

    /** Counts nothing. */
    SessionObserver NONE = new SessionObserver() {
        @Override
        public void opened(Framing.Kind kind) {}

        @Override
        public void ended(Framing.Kind kind, EndReason reason) {}

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
    };
}
