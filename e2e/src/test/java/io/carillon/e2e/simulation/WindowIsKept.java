package io.carillon.e2e.simulation;

/** A client that acknowledges never hears more than its window without having acknowledged. */
final class WindowIsKept implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        Connection connection = outlet.connection;
        int limit = world.scenario.sessionLimits().ackWindow();
        if (connection.acknowledges() && connection.unacknowledged() > limit) {
            throw new Violation(connection + " has heard " + connection.unacknowledged()
                    + " messages without an acknowledgement (expected: <= " + limit + ")");
        }
    }
}
