package io.carillon.edge.engine;

import io.carillon.core.link.ToOwner;
import io.carillon.core.time.Ticker;
import io.carillon.edge.session.Session;
import io.carillon.edge.session.SessionGroup;
import io.carillon.edge.subscription.Router;
import java.util.List;

/** From a shard's sessions to the router, on the mesh loop. For the shard's thread. */
final class RouterUpstream implements SessionGroup.Upstream {

    private final MeshLoop mesh;
    private final Router router;
    private final int shard;
    private final Ticker ticker;

    RouterUpstream(MeshLoop mesh, Router router, int shard, Ticker ticker) {
        this.mesh = mesh;
        this.router = router;
        this.shard = shard;
        this.ticker = ticker;
    }

    @Override
    public void subscribe(Session session, long change, List<String> channels) {
        mesh.execute(router, subject -> subject.subscribe(shard, session, change, channels));
    }

    @Override
    public void replay(Session session, ToOwner.Replay wanted) {
        mesh.execute(router, subject -> subject.replay(shard, session, wanted));
    }

    @Override
    public void grantReplay(int partition, long id, long bytes) {
        mesh.execute(router, subject -> subject.grantReplay(partition, id, bytes));
    }

    @Override
    public void cancelReplay(int partition, long id) {
        mesh.execute(router, subject -> subject.cancelReplay(partition, id));
    }

    @Override
    public void unsubscribe(List<String> channels) {
        mesh.execute(router, subject -> subject.unsubscribe(shard, channels, ticker.nanos()));
    }
}
