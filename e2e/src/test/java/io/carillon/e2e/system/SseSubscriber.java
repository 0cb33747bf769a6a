package io.carillon.e2e.system;

import io.carillon.testkit.client.End;
import io.carillon.testkit.client.SseClient;
import java.time.Duration;
import java.util.List;

/** Hears over Server-Sent Events. */
final class SseSubscriber implements Subscriber {

    private final SseClient client;

    SseSubscriber(SseClient client) {
        this.client = client;
        if (client.status() != 200) {
            client.close();
            throw new AssertionError("status: " + client.status() + " (expected: 200); received: " + client.raw());
        }
    }

    @Override
    public Heard next() {
        return Heard.of(client.next(PATIENCE));
    }

    @Override
    public Heard next(String event) {
        return Heard.of(client.next(candidate -> candidate.event().equals(event), PATIENCE));
    }

    @Override
    public List<Heard> heard() {
        return client.events().stream().map(Heard::of).toList();
    }

    @Override
    public Ending awaitEnding(Duration patience) {
        boolean bye = client.awaitEnd(patience) == End.COMPLETE && client.awaitDisconnect(patience) == End.EOF;
        return bye ? Ending.BYE : Ending.ABRUPT;
    }

    @Override
    public void close() {
        client.close();
    }
}
