package io.carillon.standalone.cli;

import io.carillon.runtime.observe.Identity;
import io.carillon.standalone.BrokerConfig;
import io.carillon.standalone.StandaloneConfig;
import io.carillon.standalone.StandaloneServer;
import java.time.Duration;

/** What is printed when everything is ready: where it is, and what to try. */
final class Banner {

    private static final int DEFAULT_PORT = 8080;

    private Banner() {}

    static String of(StandaloneConfig config, StandaloneServer server, Identity identity, Duration taken) {
        return text(
                identity.version(),
                taken,
                server.port(),
                server.managementPort(),
                config.fanout().mesh().getPort(),
                config.broker()
                        .map(Banner::inside)
                        .orElseGet(() -> config.fanout().kafka().getOrDefault("bootstrap.servers", "")));
    }

    private static String inside(BrokerConfig broker) {
        return "127.0.0.1:" + broker.port() + ", data in " + broker.data();
    }

    static String text(String version, Duration taken, int port, int managementPort, int meshPort, String kafka) {
        String url = "http://localhost:" + port;
        String option = port == DEFAULT_PORT ? "" : " --url " + url;
        return """

                Carillon %s is ready, after %.1f s.

                  publish, subscribe  %s
                  health, metrics     http://localhost:%d/readiness  http://localhost:%d/metrics
                  mesh                127.0.0.1:%d
                  Kafka               %s

                Try, in another terminal:
                  curl -N '%s/sse/messages?channels=news'
                and in a third:
                  curl %s/messages -H 'Content-Type: application/json' -d '{"channel":"news","message":"It rings"}'
                or:
                  ./carillon subscribe news%s
                  ./carillon publish news 'It rings'%s

                Everybody on this machine may publish and subscribe. Ctrl-C stops.
                """.formatted(
                        version,
                        taken.toMillis() / 1000.0,
                        url,
                        managementPort,
                        managementPort,
                        meshPort,
                        kafka,
                        url,
                        url,
                        option,
                        option);
    }
}
