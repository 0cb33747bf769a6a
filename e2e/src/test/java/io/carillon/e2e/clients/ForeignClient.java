package io.carillon.e2e.clients;

/** A client that comes back by its own means when its connection ends, until it is closed. */
public interface ForeignClient extends AutoCloseable {

    /** Returns all that happened to it so far. */
    Story story();

    @Override
    void close();
}
