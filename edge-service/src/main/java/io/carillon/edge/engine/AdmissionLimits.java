package io.carillon.edge.engine;

/**
 * How many streams an edge takes.
 *
 * @param connections streams that are open at once, at least 1; further clients are asked to come back
 * @param perAddress streams that are open at once from one address, at least 1; -1 for no limit, which is right where many
 *     people come from one address
 */
public record AdmissionLimits(int connections, int perAddress) {

    public AdmissionLimits {
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
        }
        if (perAddress < 1 && perAddress != -1) {
            throw new IllegalArgumentException("perAddress: " + perAddress + " (expected: -1, or >= 1)");
        }
    }
}
