package io.carillon.e2e.simulation;

/** A connection that the edge ends for reasons of its own was asked to reconnect before. */
final class EndsAreAnnounced implements Invariant {

    private static final int NO_PONG = 4408;

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.End(int closeCode)
                && closeCode != NO_PONG
                && outlet.connection.events().stream()
                        .noneMatch(event -> event instanceof Heard.Reconnect || event instanceof Heard.TurnedAway)) {
            throw new Violation(outlet.connection + " heard " + heard + " (expected: reconnect before)");
        }
    }
}
