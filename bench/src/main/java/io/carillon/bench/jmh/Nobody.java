package io.carillon.bench.jmh;

import io.carillon.core.link.ToOwner;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import java.util.List;

/** The rest of an edge, for sessions of which nothing but the one thing is measured: asked for everything, it does nothing. */
final class Nobody implements SessionGroup.Upstream {

    @Override
    public void subscribe(Session session, long change, List<String> channels) {}

    @Override
    public void replay(Session session, ToOwner.Replay wanted) {}

    @Override
    public void grantReplay(int partition, long id, long bytes) {}

    @Override
    public void cancelReplay(int partition, long id) {}

    @Override
    public void unsubscribe(List<String> channels) {}
}
