package io.carillon.e2e.clients;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The lines of a client that runs in the tests' own process. Any thread may write and read. */
final class Notes {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    void open() {
        lines.add("open");
    }

    void event(String name, String id, String data) {
        lines.add(name + ' ' + id + ' ' + data);
    }

    void lost(Object why) {
        lines.add("lost " + why);
    }

    void dead(Object why) {
        lines.add("dead " + why);
    }

    Story story() {
        return new Story(List.copyOf(lines));
    }
}
