package io.carillon.edge.websocket;

import java.util.List;

/** The headers of a request, as whoever parsed it offers them. */
@FunctionalInterface
public interface RequestHeaders {

    /** Returns the value of every line with this name, in any case of letters; empty if there is none. */
    List<String> values(String name);
}
