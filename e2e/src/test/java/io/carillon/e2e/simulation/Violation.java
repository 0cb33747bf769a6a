package io.carillon.e2e.simulation;

/** Something that must always hold does not. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }
}
