package io.carillon.edge;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.ListenerConfig;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.process.Host;
import io.carillon.runtime.process.ServiceProcess;
import io.carillon.runtime.tls.MeshService;
import java.time.InstantSource;

/** An edge as a process, with a public listener of its own. */
public final class Main {

    private record Config(ListenerConfig http, EdgeConfig edge) {

        static Config from(Settings settings, String nodeId, String hostname) {
            return new Config(ListenerConfig.from(settings, "0.0.0.0"), EdgeConfig.from(settings, nodeId));
        }
    }

    private Main() {}

    /** Runs until SIGTERM or Ctrl-C; arguments have no meaning. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceProcess.run(MeshService.EDGE, Config::from, Main::wire);
    }

    private static void wire(Config config, Host host) {
        var edge = new EdgeServer(
                config.edge(),
                host.security(),
                host.registry(),
                Ticker.system(),
                InstantSource.system(),
                host.metrics(),
                host.health());
        PublicListener listener = PublicListener.of(config.http(), edge.routes());
        listener.observe(host.metrics());
        host.endpoints().add("http", listener::port);
        host.lifecycle().add("listener", listener).add("edge", edge);
    }
}
