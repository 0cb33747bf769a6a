package io.carillon.edge.link;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;

/** How links are made and used: the port that {@code edge.rpc} implements. All methods return at once. */
public interface Links {

    /** Is told of one link, by any thread, in order. */
    interface Listener {

        /** The node has taken the link. */
        void opened();

        void received(ToEdge message);

        /** The link is over, or never came to be; the last call. */
        void closed(String cause);
    }

    /** Begins to open a link to a node. */
    void open(String node, String address, Listener listener);

    /** Ends the link to a node, if there is one; its listener hears no more of it. */
    void close(String node);

    /** Sends on the link to a node; without one, nothing happens. */
    void send(String node, ToOwner message);
}
