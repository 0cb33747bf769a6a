package io.carillon.e2e.system;

import io.carillon.testkit.client.WsClient;
import io.carillon.testkit.client.WsClose;
import io.carillon.testkit.client.WsFrame;
import java.time.Duration;
import java.util.List;

/** Hears over a WebSocket, and answers the server politely. */
final class WsSubscriber implements Subscriber {

    private final WsClient client;

    WsSubscriber(WsClient client) {
        this.client = client;
    }

    @Override
    public Heard next() {
        return Heard.of(client.nextFrame(WsSubscriber::isText, PATIENCE));
    }

    @Override
    public Heard next(String event) {
        return Heard.of(client.nextFrame(
                frame -> isText(frame) && Heard.of(frame).event().equals(event), PATIENCE));
    }

    @Override
    public List<Heard> heard() {
        return client.frames().stream()
                .filter(WsSubscriber::isText)
                .map(Heard::of)
                .toList();
    }

    @Override
    public Ending awaitEnding(Duration patience) {
        WsClose close = client.awaitClose(patience);
        if (!close.clean()) {
            return Ending.ABRUPT;
        }
        return switch (close.code()) {
            case 1000 -> close.reason().equals("Bye") ? Ending.BYE : Ending.ABRUPT;
            case 1001 -> Ending.GOING_AWAY;
            default -> Ending.ABRUPT;
        };
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean isText(WsFrame frame) {
        return frame.opcode() == WsFrame.TEXT;
    }
}
