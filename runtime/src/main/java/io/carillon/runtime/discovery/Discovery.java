package io.carillon.runtime.discovery;

import io.carillon.runtime.discovery.consul.ConsulRegistry;
import io.carillon.runtime.lifecycle.Part;
import io.carillon.runtime.observe.Metrics;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes discovery a part of a process. */
public final class Discovery {

    private Discovery() {}

    /** Returns the registry that the configuration asks for; it starts before everything that asks it. */
    public static Registry registry(DiscoveryConfig config, Metrics metrics) {
        return config.consul()
                .<Registry>map(consul -> new ConsulRegistry(consul, metrics))
                .orElseGet(() -> new StaticRegistry(config.meshPeers(), config.founders()));
    }

    /**
     * Returns the part that makes this process known once all its other parts have started, and that is drained before
     * them, so that nobody new comes while they drain.
     *
     * @param self what to tell, asked for when the ports are known
     */
    public static Part registration(Registry registry, Supplier<Registration> self, BooleanSupplier ready) {
        return new Part() {
            @Override
            public void start() {
                registry.register(self.get(), ready);
            }

            @Override
            public void drain(Duration limit) {
                registry.deregister();
            }
        };
    }
}
