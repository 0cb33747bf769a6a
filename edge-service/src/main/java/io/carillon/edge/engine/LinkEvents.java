package io.carillon.edge.engine;

import io.carillon.core.link.ToEdge;
import io.carillon.core.time.Ticker;
import io.carillon.edge.link.Links;
import io.carillon.edge.subscription.Router;
import java.util.function.Consumer;

/** Passes on what happens to one link to the router that opened it, on the mesh loop. */
final class LinkEvents implements Links.Listener {

    private static final System.Logger LOGGER = System.getLogger(LinkEvents.class.getName());

    private final MeshLoop mesh;
    private final Router router;
    private final String node;
    private final Ticker ticker;
    private final Consumer<Router> afterMessage;

    /** Whether the node ever took this link; belongs to the mesh loop. */
    private boolean open;

    /**
     * Makes the listener of a link.
     *
     * @param afterMessage called on the mesh loop when the router has dealt with a message
     */
    LinkEvents(MeshLoop mesh, Router router, String node, Ticker ticker, Consumer<Router> afterMessage) {
        this.mesh = mesh;
        this.router = router;
        this.node = node;
        this.ticker = ticker;
        this.afterMessage = afterMessage;
    }

    @Override
    public void opened() {
        mesh.execute(router, subject -> {
            open = true;
            LOGGER.log(System.Logger.Level.INFO, "link open owner={0}", node);
            subject.linkOpened(node, ticker.nanos());
        });
    }

    @Override
    public void received(ToEdge message) {
        long now = ticker.nanos();
        mesh.execute(router, subject -> {
            subject.received(node, message, now);
            afterMessage.accept(subject);
        });
    }

    @Override
    public void closed(String cause) {
        mesh.execute(router, subject -> {
            // Lost is news; that it still cannot be opened is not.
            var level = open ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
            LOGGER.log(level, "link lost owner={0} cause={1}", node, cause);
            subject.linkClosed(node, ticker.nanos());
        });
    }
}
