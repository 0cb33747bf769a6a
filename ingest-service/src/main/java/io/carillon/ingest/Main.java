package io.carillon.ingest;

import io.carillon.core.time.Ticker;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.ListenerConfig;
import io.carillon.runtime.http.PublicListener;
import io.carillon.runtime.process.Host;
import io.carillon.runtime.process.ServiceProcess;
import io.carillon.runtime.tls.MeshService;

/** An ingest as a process, with a public listener of its own. */
public final class Main {

    private record Config(ListenerConfig http, IngestConfig ingest) {

        static Config from(Settings settings, String nodeId, String hostname) {
            return new Config(ListenerConfig.from(settings, "0.0.0.0"), IngestConfig.from(settings));
        }
    }

    private Main() {}

    /** Runs until SIGTERM or Ctrl-C; arguments have no meaning. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceProcess.run(MeshService.INGEST, Config::from, Main::wire);
    }

    private static void wire(Config config, Host host) {
        var ingest = new IngestServer(
                config.ingest(), host.security(), host.registry(), Ticker.system(), host.metrics(), host.health());
        PublicListener listener = PublicListener.of(config.http(), ingest.routes());
        listener.observe(host.metrics());
        host.management().service(ingest.operations());
        host.endpoints().add("http", listener::port);
        host.lifecycle().add("ingest", ingest).add("listener", listener);
    }
}
