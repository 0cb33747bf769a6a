package io.carillon.runtime.discovery;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Knows what the configuration says, and nothing else; needs nobody. */
public final class StaticRegistry implements Registry {

    private final List<String> meshPeers;
    private final List<NodeAddress> founders;

    /**
     * Makes a registry.
     *
     * @param meshPeers where fanout nodes serve edges and ingests, as {@code host:port}
     * @param founders the first voters, the same list on each of them; empty for a node that is alone
     */
    public StaticRegistry(List<String> meshPeers, List<NodeAddress> founders) {
        this.meshPeers = List.copyOf(meshPeers);
        this.founders = List.copyOf(founders);
    }

    @Override
    public void start() {}

    @Override
    public List<String> meshPeers() {
        return meshPeers;
    }

    @Override
    public List<NodeAddress> founders(NodeAddress self) {
        return founders.isEmpty() ? List.of(self) : founders;
    }

    @Override
    public void register(Registration self, BooleanSupplier ready) {}

    @Override
    public void deregister() {}
}
