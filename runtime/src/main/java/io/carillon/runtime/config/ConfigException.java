package io.carillon.runtime.config;

import java.util.List;

/** Tells all mistakes of a configuration at once, one per line. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the mistakes, in the order in which they were found. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    private static String message(List<ConfigProblem> problems) {
        var text = new StringBuilder("the configuration has ")
                .append(problems.size() == 1 ? "a mistake:" : problems.size() + " mistakes:");
        problems.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }
}
