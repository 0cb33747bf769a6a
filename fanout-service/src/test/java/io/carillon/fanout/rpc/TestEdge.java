package io.carillon.fanout.rpc;

import io.carillon.proto.fanout.v1.Attach;
import io.carillon.proto.fanout.v1.ChangeInterests;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.proto.fanout.v1.Hello;
import io.carillon.proto.fanout.v1.Interest;
import io.carillon.proto.fanout.v1.ToEdge;
import io.carillon.proto.fanout.v1.ToOwner;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.testkit.wait.Eventually;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An edge that says what the test tells it to, and keeps everything it hears. */
final class TestEdge implements AutoCloseable {

    private static final long CREDIT_BYTES = 1L << 40;

    private final ManagedChannel channel;
    private final List<ToEdge> heard = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Status> end = new AtomicReference<>();
    private final StreamObserver<ToOwner> link;

    private TestEdge(MeshChannels channels, String address, boolean listens) {
        channel = channels.open(address);
        link = FanoutGrpc.newStub(channel).link(new ClientResponseObserver<ToOwner, ToEdge>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<ToOwner> stream) {
                if (!listens) {
                    stream.disableAutoRequestWithInitial(0);
                }
            }

            @Override
            public void onNext(ToEdge message) {
                heard.add(message);
            }

            @Override
            public void onError(Throwable failure) {
                end.set(Status.fromThrowable(failure));
            }

            @Override
            public void onCompleted() {
                end.set(Status.OK);
            }
        });
    }

    /** Opens a link and says nothing yet. */
    static TestEdge speechless(String address) {
        return new TestEdge(MeshUnderTest.CHANNELS, address, true);
    }

    /** Opens a link, greets, and never takes a message. */
    static TestEdge deaf(String address, String edgeId) {
        var edge = new TestEdge(MeshUnderTest.CHANNELS, address, false);
        edge.sayHello(edgeId);
        return edge;
    }

    /** Opens a link and waits for the answer to the greeting. */
    static TestEdge greet(String address, String edgeId) {
        return greet(MeshUnderTest.CHANNELS, address, edgeId);
    }

    /** Does the same over connections that are secured otherwise. */
    static TestEdge greet(MeshChannels channels, String address, String edgeId) {
        var edge = new TestEdge(channels, address, true);
        edge.sayHello(edgeId);
        edge.await("an answer to the greeting", ToEdge::hasHeartbeat);
        return edge;
    }

    private void sayHello(String edgeId) {
        say(ToOwner.newBuilder()
                .setHello(Hello.newBuilder().setEdgeId(edgeId).setProtocolVersion(1))
                .build());
    }

    void say(ToOwner message) {
        link.onNext(message);
    }

    /** Attaches a partition from its end, with one connection for each channel, and waits until that is effective. */
    void follow(int partition, String... channels) {
        attach(partition, channels);
        await("the partition to be attached", ToEdge::hasAttached);
    }

    void attach(int partition, String... channels) {
        var attach = Attach.newBuilder()
                .setPartition(partition)
                .setEpoch(1)
                .setAfter(-2)
                .setRevision(1)
                .setCreditBytes(CREDIT_BYTES);
        for (String name : channels) {
            attach.addInterests(Interest.newBuilder().setChannel(name).setConnections(1));
        }
        say(ToOwner.newBuilder().setAttach(attach).build());
    }

    void change(int partition, long revision, String name, int connections) {
        say(ToOwner.newBuilder()
                .setChangeInterests(ChangeInterests.newBuilder()
                        .setPartition(partition)
                        .setRevision(revision)
                        .addChanges(Interest.newBuilder().setChannel(name).setConnections(connections)))
                .build());
    }

    /** Closes this side in order. */
    void hangUp() {
        link.onCompleted();
    }

    List<ToEdge> heard() {
        return heard;
    }

    /** Returns the values of all publications, in the order in which they came. */
    List<String> values() {
        return heard.stream()
                .filter(ToEdge::hasBatch)
                .flatMap(message -> message.getBatch().getPublicationsList().stream())
                .map(publication -> publication.getValue().toStringUtf8())
                .toList();
    }

    /** Waits for a message and returns the first such. */
    ToEdge await(String what, Predicate<ToEdge> wanted) {
        Eventually.eventually()
                .observing(() -> "heard " + heard + ", end " + end.get())
                .until(what, () -> heard.stream().anyMatch(wanted));
        return heard.stream().filter(wanted).findFirst().orElseThrow();
    }

    void awaitValues(String... values) {
        Eventually.eventually()
                .observing(() -> "heard " + heard + ", end " + end.get())
                .until("values " + List.of(values), () -> values().equals(List.of(values)));
    }

    /** Waits for the link's end and returns why it ended. */
    Status awaitEnd() {
        Eventually.eventually().observing(() -> "heard " + heard).until("the end of the link", () -> end.get() != null);
        Status status = end.get();
        return status == null ? Status.UNKNOWN : status;
    }

    /** Returns the place of the first such message among all that were heard. */
    int indexOf(Predicate<ToEdge> wanted) {
        return IntStream.range(0, heard.size())
                .filter(i -> wanted.test(heard.get(i)))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
