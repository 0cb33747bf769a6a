package io.carillon.runtime.mesh;

import io.carillon.core.table.PartitionTable;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.TableUpdate;
import io.carillon.proto.fanout.v1.WatchTableRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the partition table at one fanout node after the other: at any that answers, for as long as it does.
 *
 * <p>On a virtual thread of its own. While no node answers, whoever follows goes on with the last table it was given.
 */
public final class TableWatch implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(TableWatch.class.getName());

    /** Bounds of the random wait before the next node is asked. */
    private static final long RETRY_MIN_MILLIS = 50;

    private static final long RETRY_MAX_MILLIS = 1_000;

    private final MeshChannels channels;
    private final Supplier<List<String>> peers;
    private final Consumer<PartitionTable> follower;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private volatile @Nullable ManagedChannel channel;
    private Optional<PartitionTable> table = Optional.empty();
    private boolean reported;

    /**
     * Makes a watch that has not started.
     *
     * @param channels makes connections
     * @param peers the nodes to ask, as {@code host:port}, as known now
     * @param follower is given every newer table
     */
    public TableWatch(MeshChannels channels, Supplier<List<String>> peers, Consumer<PartitionTable> follower) {
        this.channels = channels;
        this.peers = peers;
        this.follower = follower;
    }

    /** Starts to watch. */
    public void start() {
        thread = Thread.ofVirtual().name("carillon-table-watch").start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        ManagedChannel open = channel;
        if (open != null) {
            open.shutdownNow();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        int turn = ThreadLocalRandom.current().nextInt(1 << 16);
        try {
            while (!closed) {
                List<String> known = peers.get();
                if (!known.isEmpty()) {
                    watch(known.get(Math.floorMod(turn++, known.size())));
                }
                TimeUnit.MILLISECONDS.sleep(
                        ThreadLocalRandom.current().nextLong(RETRY_MIN_MILLIS, RETRY_MAX_MILLIS + 1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(String peer) {
        ManagedChannel open = channels.open(peer);
        channel = open;
        try {
            // Updates of one call lead from one to the next, wherever others have led meanwhile.
            Optional<PartitionTable> told = Optional.empty();
            Iterator<TableUpdate> updates = FanoutGrpc.newBlockingStub(open)
                    .watchTable(WatchTableRequest.newBuilder()
                            .setFromVersion(table.map(PartitionTable::version).orElse(0L))
                            .build());
            while (updates.hasNext()) {
                TableUpdate update = updates.next();
                PartitionTable newer = TableCodec.decode(told, update);
                told = Optional.of(newer);
                reported = false;
                if (table.isEmpty() || newer.version() > table.get().version()) {
                    table = Optional.of(newer);
                    follower.accept(newer);
                }
                if (update.getCutOff()) {
                    // What it does not know yet another node may.
                    return;
                }
            }
        } catch (StatusRuntimeException e) {
            if (!closed && !reported) {
                reported = true;
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "no partition table from {0}, trying on: {1}",
                        peer,
                        Status.fromThrowable(e));
            }
        } finally {
            open.shutdownNow();
        }
    }
}
