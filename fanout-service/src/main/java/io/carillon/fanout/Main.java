package io.carillon.fanout;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.process.Host;
import io.carillon.runtime.process.ServiceProcess;
import io.carillon.runtime.tls.MeshService;
import java.io.ObjectInputFilter;
import java.time.InstantSource;

/** A fanout node as a process. */
public final class Main {

    private Main() {}

    /** Runs until SIGTERM or Ctrl-C; arguments have no meaning. */
    public static void main(String[] arguments) throws InterruptedException {
        filterSerialised();
        ServiceProcess.run(MeshService.FANOUT, FanoutConfig::from, Main::wire);
    }

    /**
     * Lets nothing be made from serialised bytes but what Ratis tells of failures with: it reads exceptions of its peers so,
     * and nobody else here reads any.
     */
    private static void filterSerialised() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(
                    "java.lang.*;java.util.*;java.util.concurrent.*;java.io.IOException;org.apache.ratis.**;!*"));
        }
    }

    private static void wire(FanoutConfig config, Host host) {
        var fanout = new FanoutServer(
                config,
                host.security(),
                host.registry(),
                Ticker.system(),
                InstantSource.system(),
                host.metrics(),
                host.health());
        host.management().page("/cluster", fanout::cluster);
        host.endpoints().add("mesh", fanout::meshPort);
        config.control().raft().ifPresent(_ -> host.endpoints().add("raft", fanout::raftPort));
        host.lifecycle().add("fanout", fanout);
    }
}
