package io.carillon.runtime.discovery.consul;

import io.carillon.runtime.discovery.NodeAddress;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.option.ConsistencyMode;
import org.kiwiproject.consul.option.ImmutablePutOptions;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.kiwiproject.consul.option.PutOptions;
import org.kiwiproject.consul.option.QueryOptions;

/**
 * Has the first voters decided: each node adds itself to a key by compare-and-set until the expected number is there. The key
 * then stays as it is. Whoever comes later, or comes back, reads it.
 */
final class Founding {

    private static final System.Logger LOGGER = System.getLogger(Founding.class.getName());
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final long TELL_EVERY = 50;

    private final KeyValueClient store;
    private final ConsulConfig config;
    private final String key;

    Founding(Consul consul, ConsulConfig config) {
        this.store = consul.keyValueClient();
        this.config = config;
        this.key = config.prefix() + "/founders";
    }

    /** Returns the first voters; waits until they are decided, and for an agent that is out of reach. */
    List<NodeAddress> await(NodeAddress self) throws InterruptedException {
        for (long attempt = 0; ; attempt++) {
            try {
                FounderList list = meet(self);
                if (list.isDecided()) {
                    return list.nodes();
                }
                tell(attempt, "waiting for the first voters: " + list.nodes() + " of " + config.expect());
            } catch (ConsulException e) {
                tell(attempt, "waiting for Consul to decide on the first voters: " + e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
        }
    }

    private FounderList meet(NodeAddress self) {
        Optional<Value> stored = store.getValue(key, consistently());
        FounderList list =
                FounderList.parse(stored.flatMap(Value::getValueAsString).orElse(""), config.expect());
        Optional<FounderList> joined = list.with(self);
        if (joined.isEmpty()) {
            return list;
        }
        // Zero means: only if there is no such key yet. Whoever loses the race reads what the winner wrote.
        long version = stored.map(Value::getModifyIndex).orElse(0L);
        return store.putValue(key, joined.get().text(), 0, compareAndSet(version)) ? joined.get() : list;
    }

    private QueryOptions consistently() {
        return ImmutableQueryOptions.builder()
                .consistencyMode(ConsistencyMode.CONSISTENT)
                .datacenter(config.datacenter())
                .build();
    }

    private PutOptions compareAndSet(long version) {
        return ImmutablePutOptions.builder()
                .cas(version)
                .dc(config.datacenter())
                .build();
    }

    private static void tell(long attempt, String what) {
        if (attempt % TELL_EVERY == 0) {
            LOGGER.log(Level.INFO, what);
        }
    }
}
