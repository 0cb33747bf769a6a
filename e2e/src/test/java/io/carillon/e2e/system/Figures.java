package io.carillon.e2e.system;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A scrape of the metrics.
 *
 * @param samples values by name with labels, as they are written
 */
public record Figures(Map<String, Double> samples) {

    /** Reads what a service tells. */
    public static Figures of(String scrape) {
        return new Figures(scrape.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))));
    }

    /** Returns a value, 0 for a counter that nothing has counted yet. */
    public double value(String sample) {
        return samples.getOrDefault(sample, 0.0);
    }

    /** Returns the sum over all labels of a name. */
    public double sum(String name) {
        return samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Returns the open connections of a transport. */
    public double connections(Transport transport) {
        return value("push_edge_connections{transport=\"" + transport.label() + "\"}");
    }

    /** Returns the publications handed to connections of a transport. */
    public double deliveries(Transport transport) {
        return value("push_edge_deliveries_total{transport=\"" + transport.label() + "\"}");
    }
}
