package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import io.carillon.testkit.client.WsReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Heartbeats and the end of life, with short times. Clients measure from before they connect to after they were told, so
 * what they see is never shorter than what the edge did, and longer by what the machine was busy with.
 */
@Carillon(
        settings = {
            "push.heartbeat.interval.duration=1s",
            "push.reconnect.dither.min.duration=3s",
            "push.reconnect.dither.max.duration=4s",
            "push.client.close.grace.period.duration=1s"
        })
class LifetimeTest {

    private static final int CONNECTIONS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How late a busy machine may be. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** One connection's life as its client saw it. */
    private record Life(Duration lifetime, Duration notice, List<Heard> heard, Subscriber.Ending ending) {}

    /** The middle one of several clients is looked at, so that no single reading thread's bad luck counts. */
    @Test
    void p09HeartbeatsComeAtOnceAndThenInEveryInterval(RunningCarillon carillon) {
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            subscribers.add(carillon.subscribe(Transport.SSE, ChannelNames.fresh("p09")));
        }
        List<Long> twoIntervalsMillis = new ArrayList<>();
        for (Subscriber subscriber : subscribers) {
            Heard first = subscriber.heard().getFirst();
            assertThat(first.isHeartbeat()).isTrue();
            // By name: in a life of three seconds the notice may come just before the third heartbeat.
            subscriber.next("heartbeat");
            Heard third = subscriber.next("heartbeat");
            twoIntervalsMillis.add(millis(first, third));
        }
        subscribers.forEach(Subscriber::close);

        // A quarter more or less, since the machine may be busy; one heartbeat too many or too few would be half of it.
        assertThat(twoIntervalsMillis.stream().sorted().toList().get(3)).isBetween(1_500L, 2_500L);
    }

    /** P10 over SSE, P11 over WebSocket. */
    @ParameterizedTest
    @EnumSource
    void p10AndP11EachConnectionLivesForATimeOfItsOwnWithOneNoticeBeforeItsCleanEnd(
            Transport transport, RunningCarillon carillon) throws InterruptedException, ExecutionException {
        List<Life> lives = lives(transport, carillon);

        assertThat(lives).allSatisfy(life -> {
            assertThat(life.lifetime())
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4).plus(SLACK));
            assertThat(life.notice())
                    .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1).plus(SLACK));
            assertThat(life.heard().stream().filter(event -> event.event().equals("reconnect")))
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).isEqualTo("{\"reason\":\"lifetime\"}"));
            assertThat(life.ending()).isEqualTo(Subscriber.Ending.BYE);
        });
        assertThat(lives)
                .as("heartbeats go on after the notice")
                .anyMatch(life -> life.heard().getLast().isHeartbeat());
        Duration shortest =
                lives.stream().map(Life::lifetime).min(Duration::compareTo).orElseThrow();
        Duration longest =
                lives.stream().map(Life::lifetime).max(Duration::compareTo).orElseThrow();
        assertThat(longest.minus(shortest)).isGreaterThan(Duration.ofMillis(50));
    }

    @Test
    void p12AWebSocketThatNeverAnswersIsClosedAtTheSecondPingWithAReason(RunningCarillon carillon) {
        long startNanos = System.nanoTime();
        try (WsClient client = WsClient.connect(
                carillon.dial(Transport.WEBSOCKET, ChannelNames.fresh("p12")), Set.of(WsReply.CLOSE_FRAME))) {
            WsClose close = client.awaitClose(PATIENCE);

            assertThat(close).isEqualTo(new WsClose(4408, "No pong within the heartbeat interval", true));
            assertThat(client.texts()).as("pings").hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1).plus(SLACK));
        }
    }

    private static List<Life> lives(Transport transport, RunningCarillon carillon)
            throws InterruptedException, ExecutionException {
        List<Future<Life>> lives = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                lives.add(clients.submit(() -> live(transport, carillon)));
            }
        }
        List<Life> lived = new ArrayList<>();
        for (Future<Life> life : lives) {
            lived.add(life.get());
        }
        return lived;
    }

    private static Life live(Transport transport, RunningCarillon carillon) {
        long startNanos = System.nanoTime();
        try (Subscriber subscriber = carillon.subscribe(transport, ChannelNames.fresh("life"))) {
            Heard notice = subscriber.next("reconnect");
            Subscriber.Ending ending = subscriber.awaitEnding(PATIENCE);
            long endNanos = System.nanoTime();
            return new Life(
                    Duration.ofNanos(endNanos - startNanos),
                    Duration.ofNanos(endNanos - notice.atNanos()),
                    subscriber.heard(),
                    ending);
        }
    }

    private static long millis(Heard from, Heard to) {
        return Duration.ofNanos(to.atNanos() - from.atNanos()).toMillis();
    }
}
