package io.carillon.e2e.system;

import io.carillon.testkit.client.Dial;
import io.carillon.testkit.client.SseClient;
import io.carillon.testkit.client.WsClient;

/** The two ways to subscribe. */
public enum Transport {
    SSE("sse", "/sse/messages"),
    WEBSOCKET("websocket", "/ws/messages");

    private final String label;
    private final String path;

    Transport(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /** Returns its name in metrics. */
    public String label() {
        return label;
    }

    /** Returns the path to subscribe at. */
    public String path() {
        return path;
    }

    /** Connects, and waits for nothing but the head of the answer. */
    public Subscriber open(Dial dial) {
        return switch (this) {
            case SSE -> new SseSubscriber(SseClient.connect(dial));
            case WEBSOCKET -> new WsSubscriber(WsClient.connect(dial));
        };
    }
}
