package io.carillon.e2e.simulation;

import io.carillon.core.link.ToEdge;
import io.carillon.core.link.ToOwner;
import io.carillon.core.table.PartitionTable;
import io.carillon.edge.session.EndReason;
import io.carillon.edge.session.ProcessRoom;
import io.carillon.edge.subscription.Router;
import io.carillon.edge.subscription.ShardMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An edge process: one mesh thread with its router, some shards, and links to owners. */
final class SimEdge implements Router.Output {

    private static final long TICK_MILLIS = 50;

    final String name;

    private final World world;
    private final Map<String, SimLink> links = new LinkedHashMap<>();
    private final long[] inHandBytes;
    private SimAttachments attachments;
    private List<SimShard> shards = List.of();
    private Mailbox thread;
    private Router router;
    private boolean up;
    private boolean draining;
    private int run;
    private int opened;

    SimEdge(World world, String name) {
        this.world = world;
        this.name = name;
        this.inHandBytes = new long[world.generation.partitionCount()];
        this.attachments = new SimAttachments(name);
        this.thread = new Mailbox(world.agenda, world.chance, 5);
        this.router = newRouter();
        start();
    }

    boolean takesClients() {
        return up && !draining;
    }

    boolean isUp() {
        return up;
    }

    int run() {
        return run;
    }

    Router router() {
        return router;
    }

    List<SimShard> shards() {
        return shards;
    }

    /** Returns the bytes of a partition's publications that the shards have yet to deal with. */
    long inHandBytes(int partition) {
        return inHandBytes[partition];
    }

    /** Returns the link on which a partition is attached for sure: the last thing said about it was the owner's yes. */
    Map<Integer, SimLink> attached() {
        return attachments.attached();
    }

    SimShard anyShard() {
        return world.chance.pick(shards);
    }

    /** Runs something on the mesh thread. */
    void post(Consumer<Router> action) {
        thread.post(() -> {
            action.accept(router);
            flush();
        });
    }

    void follow(PartitionTable table) {
        if (up) {
            world.trace.note(() -> name + " learns of table " + table.version());
            post(present -> present.follow(table, world.agenda.nanos()));
        }
    }

    void received(SimLink link, ToEdge message) {
        thread.post(() -> {
            if (!link.isBroken() && links.get(link.owner.node) == link) {
                world.trace.note(() -> link.owner.node + " -> " + name + " " + message);
                attachments.received(link, message);
                router.received(link.owner.node, message, world.agenda.nanos());
                flush();
            }
        });
    }

    void linkLost(SimLink link) {
        thread.post(() -> {
            if (links.remove(link.owner.node, link)) {
                attachments.lost(link);
                world.trace.note(() -> name + " loses " + link.id);
                router.linkClosed(link.owner.node, world.agenda.nanos());
                flush();
            }
        });
    }

    void crash() {
        up = false;
        draining = false;
        run++;
        thread.close();
        for (SimShard shard : shards) {
            shard.stop();
        }
        for (SimLink link : List.copyOf(links.values())) {
            link.cut();
        }
        links.clear();
        world.trace.note(() -> name + " crashes");
    }

    void start() {
        up = true;
        thread = new Mailbox(world.agenda, world.chance, 5);
        router = newRouter();
        Arrays.fill(inHandBytes, 0);
        attachments = new SimAttachments(name);
        var room = new ProcessRoom(world.scenario.edgeQueueBytes());
        var fresh = new ArrayList<SimShard>();
        for (int i = 0; i < world.scenario.shards(); i++) {
            fresh.add(new SimShard(world, this, i, room));
        }
        shards = List.copyOf(fresh);
        tickLater(run);
        world.trace.note(() -> name + " starts");
    }

    /** Asks all clients to leave, and is gone some time later. */
    void drain(long spreadNanos, long graceNanos) {
        draining = true;
        world.trace.note(() -> name + " drains");
        shards.forEach(shard -> shard.tell(new ShardMessage.Drain(EndReason.DRAINING, spreadNanos, graceNanos)));
    }

    void inHand(int partition, long bytes) {
        inHandBytes[partition] += bytes;
    }

    @Override
    public void open(String node, String address) {
        SimOwner owner = world.owner(node);
        var link = new SimLink(world, name + "-" + node + "#" + opened++, this, owner);
        links.put(node, link);
        world.agenda.in(world.chance.millis(0, 100), () -> {
            // A dead node or a wrong address refuses; a paused node keeps the edge waiting.
            if (owner.isUp() && owner.address().equals(address)) {
                owner.post(() -> accept(link));
            } else {
                world.agenda.in(world.chance.millis(0, 100), () -> linkLost(link));
            }
        });
    }

    private void accept(SimLink link) {
        if (!link.isBroken() && links.get(link.owner.node) == link) {
            world.links.add(link);
            link.owner.linkOpened(link);
            world.agenda.in(world.chance.millis(0, 50), () -> thread.post(() -> linkOpened(link)));
        }
    }

    @Override
    public void close(String node) {
        SimLink link = links.remove(node);
        if (link != null) {
            attachments.lost(link);
            world.trace.note(() -> name + " closes " + link.id);
            link.closedByEdge();
        }
    }

    @Override
    public void send(String node, ToOwner message) {
        SimLink link = links.get(node);
        if (link == null) {
            throw new Violation(name + " sends to " + node + " without a link: " + message);
        }
        attachments.sent(link, message);
        link.send(message);
    }

    @Override
    public void tell(int shard, ShardMessage message) {
        if (message instanceof ShardMessage.Advanced advanced) {
            int partition = advanced.partition();
            attachments.passesOn(partition);
            if (shard == 0) {
                inHand(partition, advanced.receipt().bytes());
            }
        }
        shards.get(shard).tell(message);
    }

    @Override
    public void fenced(int partition, long epoch, long leastEpoch) {
        world.fenced++;
    }

    private void linkOpened(SimLink link) {
        if (!link.isBroken() && links.get(link.owner.node) == link) {
            world.trace.note(() -> name + " has " + link.id);
            router.linkOpened(link.owner.node, world.agenda.nanos());
            flush();
        }
    }

    private void flush() {
        if (world.chance.in(0.7)) {
            router.flush();
        }
    }

    private void tickLater(int runNow) {
        world.agenda.in(TICK_MILLIS * 1_000_000, () -> {
            if (up && run == runNow) {
                thread.post(() -> {
                    router.tick(world.agenda.nanos());
                    router.flush();
                });
                tickLater(runNow);
            }
        });
    }

    private Router newRouter() {
        Scenario scenario = world.scenario;
        return new Router(
                world.generation.partitionCount(),
                scenario.shards(),
                scenario.linkTiming(),
                scenario.linger(),
                scenario.windowBytes(),
                world.chance.split(),
                this);
    }
}
