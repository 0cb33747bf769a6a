package io.carillon.ingest;

import io.carillon.ingest.admin.RevocationLimits;
import io.carillon.ingest.admission.PublishLimits;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.TrustedProxies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that can be set about an ingest.
 *
 * @param kafka settings for Kafka clients, {@code bootstrap.servers} among them
 * @param topic the log's topic
 * @param acknowledgeWithin how long the log may take before the outcome of an append is unknown
 * @param countWithin how long an answer waits for the number of subscribers
 * @param limits how much publishing is taken on
 * @param perPrincipal messages of one principal in a second
 * @param perAddress messages from one address in a second
 * @param proxies whose word about a client's address counts
 * @param auth who may publish
 * @param revocations how many there may be of those who may not any more
 * @param origins from which pages cookies are taken
 */
public record IngestConfig(
        Map<String, String> kafka,
        String topic,
        Duration acknowledgeWithin,
        Duration countWithin,
        PublishLimits limits,
        int perPrincipal,
        int perAddress,
        TrustedProxies proxies,
        AuthConfig auth,
        RevocationLimits revocations,
        OriginRule origins) {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** What one publisher should never need, and one ingest can bear. */
    private static final int RATE = 20_000;

    private static final int GIBIBYTE = 1 << 30;

    public IngestConfig {
        kafka = Map.copyOf(kafka);
    }

    /** Reads the configuration; what is wrong with it is found in the settings. */
    public static IngestConfig from(Settings settings) {
        Map<String, String> kafka = new LinkedHashMap<>(settings.subtree("push.kafka."));
        kafka.putIfAbsent("bootstrap.servers", "localhost:9092");
        var auth = AuthConfig.from(settings);
        return new IngestConfig(
                kafka,
                settings.text("push.log.topic", "push.messages"),
                settings.duration("push.publish.timeout.duration", Duration.ofSeconds(2), MILLISECOND, MINUTE),
                settings.duration("push.subscribers.timeout.duration", Duration.ofMillis(50), MILLISECOND, MINUTE),
                limits(settings),
                settings.integer("push.publish.rate.principal", RATE, 1, 10_000_000),
                settings.integer("push.publish.rate.address", RATE, 1, 10_000_000),
                TrustedProxies.from(settings),
                auth,
                RevocationLimits.from(settings, auth),
                OriginRule.from(settings));
    }

    private static PublishLimits limits(Settings settings) {
        PublishLimits defaults = PublishLimits.DEFAULTS;
        int body = (int) settings.bytes("push.publish.body.limit.bytes", defaults.bodyLimitBytes(), 1, GIBIBYTE);
        int batch = (int) settings.bytes("push.publish.batch.limit.bytes", defaults.batchLimitBytes(), 1, GIBIBYTE);
        int lines = settings.integer("push.publish.batch.line.limit", defaults.batchLineLimit(), 1, 1_000_000);
        int inFlight = settings.integer("push.publish.in.flight.limit", defaults.inFlightLimit(), 1, 10_000_000);
        long inFlightBytes =
                settings.bytes("push.publish.in.flight.limit.bytes", defaults.inFlightLimitBytes(), 1, 64L * GIBIBYTE);
        settings.require(batch >= body, "push.publish.batch.limit.bytes", "at least push.publish.body.limit.bytes");
        settings.require(inFlight >= lines, "push.publish.in.flight.limit", "at least push.publish.batch.line.limit");
        settings.require(
                inFlightBytes >= batch,
                "push.publish.in.flight.limit.bytes",
                "at least push.publish.batch.limit.bytes");
        boolean sensible = batch >= body && inFlight >= lines && inFlightBytes >= batch;
        return sensible ? new PublishLimits(body, batch, lines, inFlight, inFlightBytes) : defaults;
    }
}
