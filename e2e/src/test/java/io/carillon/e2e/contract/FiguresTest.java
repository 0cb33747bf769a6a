package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Figures;
import io.carillon.e2e.system.History;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.client.Http;
import io.carillon.testkit.wait.Eventually;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Carillon
class FiguresTest {

    private static final String PAGES = "push_edge_history_requests_total";
    private static final String ACCEPTED = "push_ingest_publications_total{result=\"accepted\"}";

    @Test
    void p18ConnectionsAndDeliveriesAndPublicationsAreCountedExactly(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("p18");
        awaitConnections(0, 0, carillon);
        Figures before = carillon.figures();
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            subscribers.add(carillon.subscribe(Transport.SSE, channel));
        }
        for (int i = 0; i < 3; i++) {
            subscribers.add(carillon.subscribe(Transport.WEBSOCKET, channel));
        }
        awaitConnections(5, 3, carillon);

        for (int i = 0; i < 4; i++) {
            carillon.publish(channel, String.valueOf(i));
        }
        for (Subscriber subscriber : subscribers) {
            assertThat(subscriber.next("message").data()).endsWith(":0}");
        }

        Eventually.eventually().passes("exact figures", () -> {
            Figures after = carillon.figures();
            assertThat(after.value(ACCEPTED) - before.value(ACCEPTED)).isEqualTo(4);
            assertThat(after.deliveries(Transport.SSE) - before.deliveries(Transport.SSE))
                    .isEqualTo(20);
            assertThat(after.deliveries(Transport.WEBSOCKET) - before.deliveries(Transport.WEBSOCKET))
                    .isEqualTo(12);
        });
        subscribers.forEach(Subscriber::close);
        awaitConnections(0, 0, carillon);
    }

    @Test
    void refusalsAreCountedByTheirCode(RunningCarillon carillon) {
        String refused = "push_ingest_publications_total{result=\"malformed-json\"}";
        double before = carillon.figures().value(refused);

        assertThat(carillon.post("{").status()).isEqualTo(400);

        assertThat(carillon.figures().value(refused) - before).isEqualTo(1);
    }

    @Test
    void pagesOfThePastAreCountedByTheirOutcome(RunningCarillon carillon) {
        String channel = ChannelNames.fresh("figures");
        carillon.publish(channel, "1");
        Figures before = carillon.figures();

        List<History> pages =
                History.toTheEnd("last:1", place -> carillon.http("/history/" + channel + "?since=" + place));
        Http.get(carillon.http("/history/" + channel + "?limit=0"));

        Figures after = carillon.figures();
        assertThat(after.value(PAGES + "{result=\"served\"}") - before.value(PAGES + "{result=\"served\"}"))
                .isEqualTo(pages.size());
        assertThat(after.value(PAGES + "{result=\"invalid-limit\"}")
                        - before.value(PAGES + "{result=\"invalid-limit\"}"))
                .isEqualTo(1);
        assertThat(after.value("push_edge_history_messages_total") - before.value("push_edge_history_messages_total"))
                .isEqualTo(
                        pages.stream().mapToInt(page -> page.messages().size()).sum());
        assertThat(after.value("push_edge_history_in_flight_requests")).isZero();
    }

    private static void awaitConnections(int sse, int websocket, RunningCarillon carillon) {
        Eventually.eventually().passes(sse + " SSE and " + websocket + " WebSocket connections", () -> {
            Figures figures = carillon.figures();
            assertThat(figures.connections(Transport.SSE)).isEqualTo(sse);
            assertThat(figures.connections(Transport.WEBSOCKET)).isEqualTo(websocket);
        });
    }
}
