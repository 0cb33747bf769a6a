package io.carillon.e2e.simulation;

/** The first event of a connection is a heartbeat, unless it is turned away with {@code reconnect}. */
final class FirstEventIsHeartbeat implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        Connection connection = outlet.connection;
        if (connection.events().size() == 1
                && !(heard instanceof Heard.Heartbeat)
                && !(heard instanceof Heard.Reconnect || heard instanceof Heard.TurnedAway)) {
            throw new Violation(connection + " first heard " + heard + " (expected: a heartbeat)");
        }
    }
}
