package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;

/**
 * One connection between an edge and an owner: in order both ways, late at will, and lost at any time, which either side
 * learns when it does.
 */
final class SimLink {

    final String id;
    final SimEdge edge;
    final SimOwner owner;

    private final World world;
    private final Mailbox toEdge;
    private final Mailbox toOwner;
    private boolean broken;
    private boolean losesProgress;
    private boolean ownerKnows;

    SimLink(World world, String id, SimEdge edge, SimOwner owner) {
        this.world = world;
        this.id = id;
        this.edge = edge;
        this.owner = owner;
        this.toEdge = new Mailbox(world.agenda, world.chance, world.scenario.linkDelayMillis());
        this.toOwner = new Mailbox(world.agenda, world.chance, world.scenario.linkDelayMillis());
    }

    boolean isBroken() {
        return broken;
    }

    void send(ToEdge message) {
        if (broken) {
            return;
        }
        if (losesProgress
                && message instanceof ToEdge.Batch batch
                && batch.publications().isEmpty()) {
            losesProgress = batch.through() == batch.after();
            world.trace.note(() -> id + " loses " + message);
            return;
        }
        toEdge.post(() -> edge.received(this, message));
    }

    void send(ToOwner message) {
        if (!broken) {
            toOwner.post(() -> owner.post(() -> owner.received(this, message)));
        }
    }

    /**
     * Loses batches up to the next one that makes a hole. No network does that which brings what comes behind it; but the rules
     * claim that no hole stays unnoticed. Only empty ones are lost, since room that is used up does not come back.
     */
    void loseProgress() {
        losesProgress = true;
    }

    /** Holds up everything under way, as a network does that loses packets for a while. */
    void stall(long nanos) {
        toEdge.pause(nanos);
        toOwner.pause(nanos);
    }

    void goOn() {
        toEdge.goOn();
        toOwner.goOn();
    }

    /** Breaks: what is under way is lost, and both sides learn of it at times of their own. */
    void cut() {
        if (!broken) {
            breakOff();
            world.agenda.in(world.chance.millis(0, 300), () -> edge.linkLost(this));
            tellOwner();
        }
    }

    /** Breaks since the edge wants it, which the owner learns later. */
    void closedByEdge() {
        if (!broken) {
            breakOff();
            tellOwner();
        }
    }

    private void breakOff() {
        broken = true;
        toEdge.close();
        toOwner.close();
        world.links.remove(this);
    }

    private void tellOwner() {
        world.agenda.in(
                world.chance.millis(0, 1_500),
                () -> owner.post(() -> {
                    if (!ownerKnows) {
                        ownerKnows = true;
                        owner.linkLost(this);
                    }
                }));
    }
}
