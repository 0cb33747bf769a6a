package io.carillon.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures that were measured several times. */
final class Medians {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /** Says each figure's median, least and greatest. */
    String inWords() {
        var words = new StringBuilder();
        values.forEach((name, all) -> {
            double[] sorted = all.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            words.append(String.format(
                    "%-52s median %8.2f   (%.2f to %.2f, %d times)%n",
                    name, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length));
        });
        return words.toString();
    }
}
