package io.carillon.fanout.membership;

import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.ownership.Command;

/** Takes reports. Safe for use by many threads; no method waits. */
public interface Desk {

    /** Takes a report, or says who does. */
    Answer take(MemberReport report);

    /** Takes it that a session ended on which this process reported. */
    void left(Command.Register reporter);
}
