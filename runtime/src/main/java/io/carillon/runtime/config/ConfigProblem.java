package io.carillon.runtime.config;

/**
 * One mistake in the configuration.
 *
 * @param setting the key, the value that was found and where
 * @param expected what would have been right, to be read after "expected:"
 */
public record ConfigProblem(Setting setting, String expected) {

    @Override
    public String toString() {
        String value = setting.value().isEmpty() ? "nothing" : setting.shownValue();
        return setting.key() + ": " + value + ", from " + setting.origin() + " (expected: " + expected + ")";
    }
}
