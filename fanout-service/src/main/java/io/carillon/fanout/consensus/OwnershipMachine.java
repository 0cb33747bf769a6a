package io.carillon.fanout.consensus;

import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Outcome;
import io.carillon.proto.ownership.v1.ClusterState;
import io.carillon.proto.ownership.v1.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Cluster} as Ratis's state machine: applies commands, takes and loads snapshots, and tells who leads.
 *
 * <p>Called by Ratis's threads; commands one after another. What is told must be taken at once.
 */
final class OwnershipMachine extends BaseStateMachine {

    /** Hears when this node begins and ceases to lead. */
    interface LeaderListener {

        /** This node leads and has applied everything from before its term. */
        void leads();

        /** This node does not lead (any more). */
        void leadsNot();
    }

    private static final byte[] DONE = {};

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final Consumer<Cluster> applied;
    private final LeaderListener listener;
    private volatile Cluster cluster = Cluster.EMPTY;

    /**
     * Makes a machine that knows nothing yet.
     *
     * @param applied is given every cluster that was agreed on, in order
     */
    OwnershipMachine(Consumer<Cluster> applied, LeaderListener listener) {
        this.applied = applied;
        this.listener = listener;
    }

    Cluster cluster() {
        return cluster;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage) throws IOException {
        super.initialize(server, groupId, raftStorage);
        getLifeCycle().startAndTransition(() -> {
            storage.init(raftStorage);
            load(storage.loadLatestSnapshot());
        });
    }

    // Ratis pauses the machine to install a snapshot and insists on finding it paused, but moves no state by itself.

    @Override
    public void pause() {
        if (getLifeCycleState() == LifeCycle.State.RUNNING) {
            getLifeCycle().transition(LifeCycle.State.PAUSING);
            getLifeCycle().transition(LifeCycle.State.PAUSED);
        }
    }

    @Override
    public void reinitialize() throws IOException {
        load(storage.loadLatestSnapshot());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        Outcome outcome =
                apply(entry.getIndex(), entry.getStateMachineLogEntry().getLogData());
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(Message.valueOf(
                outcome instanceof Outcome.Stale stale
                        ? ByteString.copyFromUtf8(stale.reason())
                        : ByteString.copyFrom(DONE)));
    }

    /** Obeys one entry. An entry that nobody can read changes nothing, on every node alike; throwing would end them all. */
    private Outcome apply(long index, ByteString data) {
        io.carillon.fanout.ownership.Command command;
        try {
            command = OwnershipCodec.decode(Command.parseFrom(data.toByteArray()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("entry {} of the Raft log is not a command that this version knows", index, e);
            return new Outcome.Stale(cluster, "not a command: " + e.getMessage());
        }
        Outcome outcome = cluster.apply(index, command);
        if (outcome instanceof Outcome.Done(Cluster after)) {
            cluster = after;
            applied.accept(after);
        }
        return outcome;
    }

    /** Returns what became of a command that Ratis answered so. */
    Outcome outcome(@Nullable Message answer) {
        String reason = answer == null ? "" : answer.getContent().toStringUtf8();
        return reason.isEmpty() ? new Outcome.Done(cluster) : new Outcome.Stale(cluster, reason);
    }

    @Override
    public long takeSnapshot() throws IOException {
        // Called between two entries, on the thread that applies them.
        TermIndex last = getLastAppliedTermIndex();
        Path file = storage.getSnapshotFile(last.getTerm(), last.getIndex()).toPath();
        Path draft = Files.createTempFile(file.getParent(), "draft", null);
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = OwnershipCodec.encode(cluster).toByteString().asReadOnlyByteBuffer();
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file, digest), last));
        return last.getIndex();
    }

    private void load(@Nullable SingleFileSnapshotInfo snapshot) throws IOException {
        if (snapshot == null) {
            return;
        }
        Path file = snapshot.getFile().getPath();
        MD5Hash digest = snapshot.getFile().getFileDigest();
        if (digest != null) {
            MD5FileUtil.verifySavedMD5(file.toFile(), digest);
        }
        Cluster loaded = OwnershipCodec.decode(ClusterState.parseFrom(Files.readAllBytes(file)));
        setLastAppliedTermIndex(SimpleStateMachineStorage.getTermIndexFromSnapshotFile(file.toFile()));
        cluster = loaded;
        applied.accept(loaded);
    }

    @Override
    public void notifyLeaderReady() {
        listener.leads();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        listener.leadsNot();
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener.leadsNot();
    }
}
