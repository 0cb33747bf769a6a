package io.carillon.standalone.relay;

import java.util.Optional;

/** The service that a path belongs to. */
enum Destination {
    INGEST,
    EDGE;

    /** Returns where a path goes, or empty if it is nobody's. */
    static Optional<Destination> of(String path) {
        if (isBelow(path, "/messages") || isBelow(path, "/channels")) {
            return Optional.of(INGEST);
        }
        if (isBelow(path, "/sse") || isBelow(path, "/ws") || isBelow(path, "/history") || isBelow(path, "/tickets")) {
            return Optional.of(EDGE);
        }
        return Optional.empty();
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
