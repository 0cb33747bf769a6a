package io.carillon.edge.rest;

import io.carillon.core.error.ErrorCode;

/** Hears what became of requests for pages of the past, from any thread. */
public interface HistoryObserver {

    /** A page was read that has so many messages. */
    void served(int messages);

    /** A request was answered with an error. */
    void refused(ErrorCode code);
}
