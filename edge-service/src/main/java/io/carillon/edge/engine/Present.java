package io.carillon.edge.engine;

import io.carillon.core.position.Generation;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.subscription.Router;
import java.util.List;

/**
 * What belongs to the log that there is now, and begins anew with another generation of it.
 *
 * @param groups the sessions, by shard
 */
record Present(Generation generation, Router router, List<SessionGroup> groups) {

    Present {
        groups = List.copyOf(groups);
    }
}
