package io.carillon.edge;

import io.carillon.core.position.Cursor;
import io.carillon.edge.engine.AdmissionLimits;
import io.carillon.edge.engine.EngineSettings;
import io.carillon.edge.engine.Outlets;
import io.carillon.edge.engine.QueueLimits;
import io.carillon.edge.engine.ReplayLimits;
import io.carillon.edge.history.HistorySettings;
import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import io.carillon.edge.subscription.SubscribeSettings;
import io.carillon.edge.websocket.FrameLimits;
import io.carillon.runtime.auth.AuthConfig;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.http.OriginRule;
import io.carillon.runtime.http.TrustedProxies;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Everything that can be set about an edge.
 *
 * @param nodeId stable id of this edge
 * @param engine how sessions and links run
 * @param subscribe what holds for requests to subscribe
 * @param origins from which pages browsers may open a WebSocket
 * @param auth who may come in
 * @param proxies whose word about a client's address counts
 * @param frames how much a WebSocket client may say at once
 * @param history what holds for pages of the past
 */
public record EdgeConfig(
        String nodeId,
        EngineSettings engine,
        SubscribeSettings subscribe,
        OriginRule origins,
        AuthConfig auth,
        TrustedProxies proxies,
        FrameLimits frames,
        HistorySettings history) {

    private static final String ADDRESS_LIMIT_KEY = "push.edge.connections.per.address.limit";
    private static final String QUEUE_KEY = "push.edge.queue.bytes";
    private static final String SHARD_QUEUE_KEY = "push.edge.shard.queue.bytes";
    private static final long LEAST_QUEUE_BYTES = 64 << 10;
    private static final long MOST_QUEUE_BYTES = 1L << 40;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Reads the configuration; what is wrong with it is found in the settings. */
    public static EdgeConfig from(Settings settings, String nodeId) {
        return new EdgeConfig(
                nodeId,
                engine(settings),
                subscribe(settings),
                OriginRule.from(settings),
                AuthConfig.from(settings),
                TrustedProxies.from(settings),
                frames(settings),
                history(settings));
    }

    private static EngineSettings engine(Settings settings) {
        int shards = settings.integer("push.edge.shards", Runtime.getRuntime().availableProcessors(), 1, 256);
        return new EngineSettings(
                settings.choice("push.edge.outlets", Outlets.AUTO),
                admission(settings),
                shards,
                timing(settings),
                new SessionLimits(
                        (int) settings.bytes("push.session.queue.bytes", 256 << 10, 1 << 10, 1 << 30),
                        SessionLimits.DEFAULT.writeBytes(),
                        channelLimit(settings),
                        settings.integer("push.ws.ack.window.count", SessionLimits.DEFAULT.ackWindow(), 1, 65_536)),
                queues(settings, shards),
                new ReplayLimits(
                        settings.bytes(
                                "push.edge.replay.rate.min.bytes",
                                ReplayLimits.DEFAULT.leastBytesPerSecond(),
                                1 << 10,
                                1 << 30),
                        Duration.of(
                                settings.integer(
                                        "push.edge.replay.delay.target.micros",
                                        (int) ReplayLimits.DEFAULT
                                                .delayTarget()
                                                .dividedBy(ChronoUnit.MICROS.getDuration()),
                                        10,
                                        1_000_000_000),
                                ChronoUnit.MICROS)),
                links(settings),
                settings.duration("push.interest.linger.duration", Duration.ofSeconds(5), Duration.ZERO, HOUR),
                settings.bytes("push.link.window.bytes", 1 << 20, 1 << 10, 1 << 30));
    }

    private static QueueLimits queues(Settings settings, int shards) {
        QueueLimits ofHeap = QueueLimits.forHeap(Runtime.getRuntime().maxMemory(), shards);
        long process = settings.bytes(
                QUEUE_KEY, Math.max(LEAST_QUEUE_BYTES, ofHeap.processBytes()), LEAST_QUEUE_BYTES, MOST_QUEUE_BYTES);
        long share = shards == 1 ? process : Math.max(LEAST_QUEUE_BYTES, process / 2);
        long shard = settings.bytes(SHARD_QUEUE_KEY, share, LEAST_QUEUE_BYTES, MOST_QUEUE_BYTES);
        settings.require(shard <= process, SHARD_QUEUE_KEY, "at most " + QUEUE_KEY);
        int unsent = (int) settings.bytes("push.edge.unsent.bytes", ofHeap.unsentBytes(), 0, 1 << 30);
        return new QueueLimits(process, shard, unsent);
    }

    private static AdmissionLimits admission(Settings settings) {
        int perAddress = settings.integer(ADDRESS_LIMIT_KEY, -1, -1, Integer.MAX_VALUE);
        settings.require(perAddress != 0, ADDRESS_LIMIT_KEY, "-1 for no limit, or at least 1");
        return new AdmissionLimits(
                settings.integer(
                        "push.edge.connections.limit", DescriptorLimit.shareForClients(), 1, Integer.MAX_VALUE),
                perAddress == 0 ? -1 : perAddress);
    }

    private static SessionTiming timing(Settings settings) {
        SessionTiming defaults = SessionTiming.DEFAULT;
        var timing = new SessionTiming(
                settings.duration("push.heartbeat.interval.duration", defaults.heartbeat(), MILLISECOND, HOUR),
                settings.duration("push.reconnect.dither.min.duration", defaults.lifetimeMin(), MILLISECOND, DAY),
                settings.duration("push.reconnect.dither.max.duration", defaults.lifetimeMax(), MILLISECOND, DAY),
                settings.duration("push.client.close.grace.period.duration", defaults.grace(), Duration.ZERO, HOUR),
                settings.duration("push.subscribe.timeout.duration", defaults.opening(), MILLISECOND, HOUR),
                settings.duration("push.client.stall.duration", defaults.stall(), MILLISECOND, HOUR),
                settings.duration("push.client.closing.duration", defaults.closing(), MILLISECOND, HOUR),
                settings.duration("push.ws.ack.timeout.duration", defaults.ack(), MILLISECOND, HOUR));
        settings.require(
                timing.lifetimeMin().compareTo(timing.lifetimeMax()) <= 0,
                "push.reconnect.dither.min.duration",
                "at most push.reconnect.dither.max.duration");
        settings.require(
                timing.grace().compareTo(timing.lifetimeMin()) < 0,
                "push.client.close.grace.period.duration",
                "less than push.reconnect.dither.min.duration, since a connection is asked to reconnect that long before"
                        + " its end");
        return timing;
    }

    private static LinkTiming links(Settings settings) {
        Duration heartbeat =
                settings.duration("push.link.heartbeat.duration", Duration.ofSeconds(1), MILLISECOND, HOUR);
        Duration silence = settings.duration("push.link.silence.duration", Duration.ofSeconds(5), MILLISECOND, HOUR);
        boolean sensible = heartbeat.compareTo(silence) < 0;
        settings.require(sensible, "push.link.heartbeat.duration", "less than push.link.silence.duration");
        return sensible
                ? new LinkTiming(heartbeat, silence, LinkTiming.DEFAULT.retryMin(), LinkTiming.DEFAULT.retryMax())
                : LinkTiming.DEFAULT;
    }

    private static SubscribeSettings subscribe(Settings settings) {
        SubscribeSettings defaults = SubscribeSettings.DEFAULT;
        Duration retryMin = settings.duration("push.sse.retry.min.duration", defaults.retryMin(), Duration.ZERO, HOUR);
        Duration retryMax = settings.duration("push.sse.retry.max.duration", defaults.retryMax(), Duration.ZERO, HOUR);
        settings.require(
                retryMin.compareTo(retryMax) <= 0,
                "push.sse.retry.min.duration",
                "at most push.sse.retry.max.duration");
        return new SubscribeSettings(
                channelLimit(settings),
                retryMin,
                retryMax,
                settings.integer("push.ws.change.rate.limit", defaults.changesPerSecond(), 1, 10_000),
                settings.duration("push.subscribe.timeout.duration", defaults.tablePatience(), MILLISECOND, HOUR));
    }

    private static HistorySettings history(Settings settings) {
        HistorySettings defaults = HistorySettings.DEFAULT;
        int limit = settings.integer(
                "push.history.page.limit.count", defaults.limitCount(), 1, HistorySettings.OWNER_LIMIT_COUNT);
        int page = settings.integer(
                "push.history.page.count", Math.min(limit, defaults.pageCount()), 1, HistorySettings.OWNER_LIMIT_COUNT);
        settings.require(page <= limit, "push.history.page.count", "at most push.history.page.limit.count");
        return new HistorySettings(
                page,
                limit,
                (int) settings.bytes(
                        "push.history.page.limit.bytes",
                        defaults.limitBytes(),
                        1 << 10,
                        HistorySettings.OWNER_LIMIT_BYTES),
                settings.duration("push.history.timeout.duration", defaults.patience(), MILLISECOND, HOUR),
                settings.integer("push.history.in.flight.limit", defaults.inFlightLimit(), 1, 10_000));
    }

    private static int channelLimit(Settings settings) {
        return settings.integer("push.subscribe.channels.limit", Cursor.MAX_CHANNELS, 1, Cursor.MAX_CHANNELS);
    }

    private static FrameLimits frames(Settings settings) {
        int bytes = (int) settings.bytes("push.ws.message.limit.bytes", 64 << 10, 128, 1 << 24);
        return new FrameLimits(bytes, bytes, FrameLimits.DEFAULT.emptyFragments());
    }
}
