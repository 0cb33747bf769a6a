package io.carillon.edge.history;

/** The past of channels, as whoever knows it can be asked for it. Safe for use by many threads. */
public interface ChannelPast {

    /** What became of a question. */
    sealed interface Outcome {

        /** The page. */
        record Known(ChannelPage page) implements Outcome {}

        /**
         * Nobody could answer in time; the same question may be answered later.
         *
         * @param why in words for an operator
         */
        record Unavailable(String why) implements Outcome {}
    }

    /** Reads a page; waits for it, within a limit. */
    Outcome read(HistoryQuery query) throws InterruptedException;
}
