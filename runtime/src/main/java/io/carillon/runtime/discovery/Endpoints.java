package io.carillon.runtime.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The ports of a process that others may want to know, told while it is wired and read when it has started: a port may be
 * any free one, which shows only then. For the thread that starts the process.
 */
public final class Endpoints {

    private final Map<String, IntSupplier> ports = new LinkedHashMap<>();

    /**
     * Adds a port; the first one is the service's own.
     *
     * @param name what is spoken there
     */
    public Endpoints add(String name, IntSupplier port) {
        ports.put(name, port);
        return this;
    }

    /** Returns the ports as they are now. */
    public Map<String, Integer> now() {
        var now = new LinkedHashMap<String, Integer>();
        ports.forEach((name, port) -> now.put(name, port.getAsInt()));
        return now;
    }
}
