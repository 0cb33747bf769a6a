package io.carillon.fanout.ownership;

import java.util.concurrent.CompletableFuture;

/** Where commands are put to be agreed on. */
public interface Ledger {

    /**
     * Puts a command before the nodes, and answers with what became of it once they have agreed on its place.
     *
     * <p>Without an answer nobody knows whether it will still be obeyed, which is harmless: its conditions see to that.
     */
    CompletableFuture<Outcome> submit(Command command);
}
