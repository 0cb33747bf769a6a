package io.carillon.e2e.simulation;

/** Whoever asks for the last publications of a channel hears none from before those. */
final class LastIsNoMore implements Invariant {

    @Override
    public void heard(World world, SimOutlet outlet, Heard heard) {
        if (heard instanceof Heard.Message message) {
            Hearing hearing = outlet.connection.hearing(message.channel());
            if (hearing.isTooOld(Connection.ownOffset(message, world.log))) {
                throw new Violation(outlet.connection + " heard " + message + " (expected: nothing up to "
                        + hearing.promisedFrom() + ")");
            }
        }
    }
}
