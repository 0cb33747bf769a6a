package io.carillon.e2e.simulation;

import java.util.List;

/** What may go wrong, and how it is put right in the end. */
final class Troubles {

    private final World world;
    private final Chance chance;

    Troubles(World world) {
        this.world = world;
        this.chance = world.chance;
    }

    /** Lets one thing go wrong. */
    void strike() {
        switch (chance.between(0, 20)) {
            case 0, 1, 2 -> move();
            case 3 -> crashOwner();
            case 4 -> pauseOwner();
            case 5 -> cutOffOwner();
            case 6, 7 -> cutLink();
            case 8 -> stallLink();
            case 9 -> restartEdge();
            case 10 -> holdUpShard();
            case 11 -> chance.pick(world.clients).stall(chance.millis(100, 4_000));
            case 12 -> chance.pick(world.clients).hangUp();
            case 13 -> annoy();
            case 14 -> sway();
            case 15 -> world.ownership.elect();
            case 16 -> leave();
            case 17 -> stick();
            case 18, 19 -> loseProgress();
            default -> truncate();
        }
    }

    /** Puts everything right. */
    void heal() {
        for (SimOwner owner : world.owners) {
            owner.goOn();
            owner.cutOff(false);
            owner.stuck(false);
            owner.leaving(false);
            if (!owner.isUp()) {
                restart(owner);
            }
        }
        world.ownership.electIfNeeded();
        world.links.forEach(SimLink::goOn);
        for (SimEdge edge : world.edges) {
            edge.shards().forEach(SimShard::goOn);
            world.ownership.show(edge);
        }
        world.clients.forEach(SimClient::goOn);
    }

    private void move() {
        int partition = chance.between(0, world.generation.partitionCount() - 1);
        List<SimOwner> up = world.owners.stream().filter(SimOwner::isUp).toList();
        if (!up.isEmpty()) {
            world.ownership.move(partition, chance.pick(up));
        }
    }

    /** The assigner cannot make up its mind, so that answers, tables and owners of several epochs cross on their way. */
    private void sway() {
        for (int i = chance.between(2, 6); i > 0; i--) {
            world.agenda.in(chance.millis(0, 400), this::move);
        }
    }

    private void crashOwner() {
        SimOwner owner = chance.pick(world.owners);
        if (owner.isUp()) {
            owner.crash();
            world.agenda.in(chance.millis(200, 1_500), world.ownership::electIfNeeded);
            world.agenda.in(chance.millis(200, 5_000), () -> restart(owner));
        }
    }

    private void pauseOwner() {
        chance.pick(world.owners).pause(chance.millis(50, 6_000));
        if (chance.in(0.5)) {
            world.agenda.in(chance.millis(200, 1_500), world.ownership::elect);
        }
    }

    /** The node lives and serves on, but hears nothing of the others, which give its partitions away. */
    private void cutOffOwner() {
        SimOwner owner = chance.pick(world.owners);
        world.trace.note(() -> owner.node + " is cut off from the others");
        owner.cutOff(true);
        world.agenda.in(chance.millis(200, 1_500), world.ownership::electIfNeeded);
        world.agenda.in(chance.millis(500, 8_000), () -> owner.cutOff(false));
    }

    /** A node asks to be emptied, and is gone or thinks better of it after a while. */
    private void leave() {
        SimOwner owner = chance.pick(world.owners);
        world.trace.note(() -> owner.node + " wants to leave");
        owner.leaving(true);
        world.agenda.in(chance.millis(200, 3_000), () -> {
            if (owner.isUp()) {
                owner.crash();
                world.agenda.in(chance.millis(100, 3_000), () -> restart(owner));
                world.agenda.in(chance.millis(200, 1_500), world.ownership::electIfNeeded);
            }
        });
    }

    /** A node reads nothing for a while, or says so. */
    private void stick() {
        SimOwner owner = chance.pick(world.owners);
        world.trace.note(() -> owner.node + " claims to read nothing");
        owner.stuck(true);
        world.agenda.in(chance.millis(200, 3_000), () -> owner.stuck(false));
    }

    private void cutLink() {
        if (!world.links.isEmpty()) {
            SimLink link = chance.pick(List.copyOf(world.links));
            world.trace.note(() -> link.id + " breaks");
            link.cut();
        }
    }

    private void loseProgress() {
        world.links.forEach(SimLink::loseProgress);
    }

    private void stallLink() {
        if (!world.links.isEmpty()) {
            SimLink link = chance.pick(List.copyOf(world.links));
            world.trace.note(() -> link.id + " stalls");
            link.stall(chance.millis(100, 5_000));
        }
    }

    private void restartEdge() {
        SimEdge edge = chance.pick(world.edges);
        if (!edge.takesClients()) {
            return;
        }
        if (chance.in(0.5)) {
            edge.drain(chance.millis(0, 1_000), chance.millis(100, 1_000));
            world.agenda.in(chance.millis(2_500, 4_000), () -> crash(edge));
        } else {
            crash(edge);
        }
    }

    private void holdUpShard() {
        SimEdge edge = chance.pick(world.edges);
        if (edge.isUp()) {
            edge.anyShard().pause(chance.millis(50, 2_000));
        }
    }

    private void annoy() {
        SimClient client = chance.pick(world.clients);
        if (chance.in(0.5)) {
            client.mute(chance.millis(500, 4_000));
        } else {
            client.stall(chance.millis(100, 2_000));
            client.ping(chance.between(1, 200));
        }
    }

    private void truncate() {
        int partition = chance.between(0, world.generation.partitionCount() - 1);
        long end = world.log.end(partition);
        if (end > 0 && !world.keyed) {
            long start = end + 1 - chance.between(0, (int) Math.min(end, 20));
            world.trace.note(() -> "log " + partition + " begins at " + start);
            world.log.truncate(partition, start);
        }
    }

    private void crash(SimEdge edge) {
        if (edge.isUp()) {
            edge.crash();
            for (SimClient client : world.clients) {
                SimOutlet outlet = client.outlet();
                if (outlet != null && outlet.edge == edge) {
                    outlet.lose();
                }
            }
            world.agenda.in(chance.millis(100, 2_000), edge::start);
            world.agenda.in(chance.millis(2_000, 3_000), () -> world.ownership.show(edge));
        }
    }

    private void restart(SimOwner owner) {
        if (!owner.isUp()) {
            owner.start();
        }
    }
}
