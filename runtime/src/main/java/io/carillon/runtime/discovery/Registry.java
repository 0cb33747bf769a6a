package io.carillon.runtime.discovery;

import io.carillon.runtime.lifecycle.Part;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where the processes of a cluster are. Safe for use by many threads.
 *
 * <p>What is asked for is answered at once from what is known; only {@link #founders} waits.
 */
public interface Registry extends Part {

    /** Returns where fanout nodes serve edges and ingests, as {@code host:port}, as far as is known now. */
    List<String> meshPeers();

    /**
     * Returns the nodes that found the cluster, its first voters; waits until they are decided. Every node is given the same
     * ones, and for ever the same: a node that is not among them joins what they have founded.
     *
     * @param self the node that asks, which is one of them if it comes early enough
     */
    List<NodeAddress> founders(NodeAddress self) throws InterruptedException;

    /**
     * Makes a process known, and sees to it that it stays known.
     *
     * @param ready whether the process should get work; asked now and then
     */
    void register(Registration self, BooleanSupplier ready);

    /** Makes known that the process is about to end; waits at most a few seconds for it to be so. */
    void deregister();
}
