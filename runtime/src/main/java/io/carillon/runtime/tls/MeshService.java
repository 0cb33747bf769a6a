package io.carillon.runtime.tls;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The services of the mesh, as their certificates name them. */
public enum MeshService {
    INGEST,
    EDGE,
    FANOUT;

    /** Returns the name that certificates carry, such as {@code edge}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the service of that name. */
    public static Optional<MeshService> of(String label) {
        return Arrays.stream(values())
                .filter(service -> service.label().equals(label))
                .findFirst();
    }
}
