package io.carillon.fanout.membership;

import io.carillon.fanout.leadership.MemberReport;
import java.util.function.Consumer;

/** How a node reaches the desks of others: the port that {@code fanout.rpc} implements. All methods return at once. */
public interface Sessions {

    /** A session at one node. */
    interface Session {

        void report(MemberReport report);

        /** Ends the session; its listeners hear no more of it. */
        void close();
    }

    /**
     * Begins a session.
     *
     * @param address {@code host:port} of the node's mesh listener
     * @param answers is given each answer, by any thread
     * @param ended is called at most once, when the session is over or never came to be
     */
    Session open(String address, Consumer<Answer> answers, Runnable ended);
}
