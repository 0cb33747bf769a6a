package io.carillon.edge.engine;

import io.carillon.core.link.ToOwner;
import io.carillon.core.time.Ticker;
import io.carillon.edge.link.Links;
import io.carillon.edge.subscription.Router;
import io.carillon.edge.subscription.ShardMessage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From the router to links and shards. For the mesh loop's thread. */
final class RouterOutput implements Router.Output {

    private final MeshLoop mesh;
    private final Links links;
    private final List<Shard> shards;
    private final Ticker ticker;
    private final EngineObserver observer;
    private final Consumer<Router> afterMessage;

    private @Nullable Present served;

    /** @param afterMessage called on the mesh loop when the router has dealt with a message */
    RouterOutput(
            MeshLoop mesh,
            Links links,
            List<Shard> shards,
            Ticker ticker,
            EngineObserver observer,
            Consumer<Router> afterMessage) {
        this.mesh = mesh;
        this.links = links;
        this.shards = shards;
        this.ticker = ticker;
        this.observer = observer;
        this.afterMessage = afterMessage;
    }

    /** Begins to serve; to be called before the router has anything to say. */
    void serve(Present now) {
        served = now;
    }

    @Override
    public void open(String node, String address) {
        links.open(node, address, new LinkEvents(mesh, served().router(), node, ticker, afterMessage));
    }

    @Override
    public void close(String node) {
        links.close(node);
    }

    @Override
    public void send(String node, ToOwner message) {
        links.send(node, message);
    }

    @Override
    public void tell(int shard, ShardMessage message) {
        Present now = served();
        Router router = now.router();
        shards.get(shard)
                .tell(
                        now.groups().get(shard),
                        message,
                        advanced -> mesh.execute(
                                router,
                                subject -> subject.dealtWith(
                                        advanced.partition(), advanced.receipt().bytes())));
    }

    @Override
    public void fenced(int partition, long epoch, long leastEpoch) {
        observer.fenced(partition, epoch, leastEpoch);
    }

    private Present served() {
        Present now = served;
        if (now == null) {
            throw new IllegalStateException("the router spoke before it was put in place");
        }
        return now;
    }
}
