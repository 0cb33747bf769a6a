package io.carillon.fanout.delivery;

import io.carillon.core.link.ToEdge;
import io.carillon.core.publication.Publication;
import io.carillon.testkit.wait.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A link that keeps what was sent on it. */
final class RecordingLink implements EdgeLink {

    private final String id;
    private final List<ToEdge> sent = new CopyOnWriteArrayList<>();

    RecordingLink(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void send(ToEdge message) {
        sent.add(message);
    }

    <T extends ToEdge> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> values() {
        return sent(ToEdge.Batch.class).stream()
                .flatMap(batch -> batch.publications().stream())
                .map(Publication::value)
                .map(Object::toString)
                .toList();
    }

    /** Waits for a message of a kind and returns the last one. */
    <T extends ToEdge> T await(Class<T> type) {
        Eventually.eventually()
                .observing(() -> sent)
                .until(type.getSimpleName(), () -> !sent(type).isEmpty());
        return sent(type).getLast();
    }

    void awaitValues(String... values) {
        Eventually.eventually()
                .observing(() -> sent)
                .until("values " + List.of(values), () -> values().equals(List.of(values)));
    }

    @Override
    public String toString() {
        return id + sent;
    }
}
