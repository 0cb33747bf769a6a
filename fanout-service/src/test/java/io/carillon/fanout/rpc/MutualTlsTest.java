package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carillon.proto.fanout.v1.CountSubscribersRequest;
import io.carillon.proto.fanout.v1.FanoutGrpc;
import io.carillon.runtime.mesh.MeshChannels;
import io.carillon.runtime.tls.MeshSecurity;
import io.carillon.runtime.tls.MeshService;
import io.carillon.runtime.tls.MeshTlsConfig;
import io.carillon.runtime.tls.Refusal;
import io.carillon.runtime.tls.ServiceTls;
import io.carillon.runtime.tls.TlsFiles;
import io.carillon.testkit.wait.Eventually;
import io.carillon.tls.CertificateAuthority;
import io.carillon.tls.KeyedCertificate;
import io.carillon.tls.Profile;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mesh listener and real gRPC clients, each with certificates of its own. */
class MutualTlsTest {

    private final Instant now = Instant.now();

    private final CertificateAuthority authority =
            CertificateAuthority.create("mesh", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

    @TempDir
    private Path folder;

    private ServiceTls own;
    private MeshUnderTest node;

    @BeforeEach
    void startNode() throws IOException {
        own = ServiceTls.open(MeshService.FANOUT, config(identity("fanout")), InstantSource.system());
        node = new MeshUnderTest(MeshUnderTest.PATIENT, new MeshSecurity.Mutual(own));
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void anEdgeLinksAndIsFed() throws IOException {
        var tls = ServiceTls.open(MeshService.EDGE, config(identity("edge")), InstantSource.system());

        try (var edge = TestEdge.greet(new MeshChannels(new MeshSecurity.Mutual(tls)), node.address(), "edge-1")) {
            edge.follow(MeshUnderTest.partitionOf("news"), "news");
            node.publish("news", "\"a\"");

            edge.awaitValues("\"a\"");
        }
    }

    @Test
    void anIngestCountsAndAnEdgeMayNot() throws IOException {
        assertThat(countShowing(identity("ingest")).getCode()).isEqualTo(Status.Code.OK);

        Status refused = countShowing(identity("edge"));

        assertThat(refused.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.getDescription())
                .isEqualTo("service edge may not call carillon.fanout.v1.Fanout/CountSubscribers");
        assertThat(own.refusals(Refusal.NOT_ALLOWED)).isEqualTo(1);
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws IOException {
        // The handshake goes well, so gRPC tries again until its deadline.
        assertThat(countShowing(null).getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

        awaitRefusals(Refusal.NO_CERTIFICATE);
    }

    @Test
    void aClientWhoseCertificateHasEndedIsRefused() throws IOException {
        var ended = authority.issue(Profile.service("carillon", "ingest", now.minusSeconds(60), now.minusSeconds(1)));

        assertThat(countShowing(ended).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        awaitRefusals(Refusal.EXPIRED);
    }

    @Test
    void aClientOfAnotherAuthorityIsRefused() throws IOException {
        var stranger = CertificateAuthority.create("mesh", now.minusSeconds(60), now.plusSeconds(3600));
        var identity = stranger.issue(Profile.service("carillon", "ingest", now.minusSeconds(60), now.plusSeconds(60)));

        assertThat(countShowing(identity).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        awaitRefusals(Refusal.WRONG_AUTHORITY);
    }

    @Test
    void aClientOfAnotherNameIsRefused() throws IOException {
        assertThat(countShowing(identity("toaster")).getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        awaitRefusals(Refusal.WRONG_NAME);
    }

    @Test
    void aServerThatIsNoFanoutNodeIsNotTalkedTo() throws IOException {
        // The node's place is taken by somebody with the identity of an edge, and so a certificate of our own
        // authority.
        var impostor = ServiceTls.open(MeshService.EDGE, config(identity("edge")), InstantSource.system());
        var client = ServiceTls.open(MeshService.INGEST, config(identity("ingest")), InstantSource.system());
        try (var there = new MeshUnderTest(MeshUnderTest.PATIENT, new MeshSecurity.Mutual(impostor))) {
            ManagedChannel channel = new MeshChannels(new MeshSecurity.Mutual(client)).open(there.address());

            Status status = count(channel);

            assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(client.refusals(Refusal.WRONG_NAME)).isPositive();
        }
    }

    private void awaitRefusals(Refusal refusal) {
        Eventually.eventually().until("a refusal that is counted", () -> own.refusals(refusal) > 0);
    }

    private KeyedCertificate identity(String service) {
        return authority.issue(Profile.service("carillon", service, now.minusSeconds(60), now.plusSeconds(3600)));
    }

    private MeshTlsConfig config(KeyedCertificate identity) throws IOException {
        String name = identity.certificate().getSerialNumber().toString(16);
        var files =
                new TlsFiles(folder.resolve(name + ".key"), folder.resolve(name + ".pem"), folder.resolve("ca.pem"));
        identity.writeKey(files.key());
        identity.writeCertificate(files.certificates());
        authority.own().writeCertificate(files.authorities());
        return new MeshTlsConfig(files, "carillon", Duration.ofMinutes(1));
    }

    /** Asks with a client that trusts every server, and shows what it is given, or nothing. */
    private Status countShowing(@Nullable KeyedCertificate shown) throws IOException {
        var ssl = GrpcSslContexts.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE);
        if (shown != null) {
            ssl.keyManager(shown.key(), shown.certificate());
        }
        return count(NettyChannelBuilder.forTarget("dns:///" + node.address())
                .sslContext(ssl.build())
                .build());
    }

    private static Status count(ManagedChannel channel) {
        try {
            var failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> FanoutGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(10, TimeUnit.SECONDS)
                            .countSubscribers(CountSubscribersRequest.newBuilder()
                                    .setPartition(MeshUnderTest.partitionOf("news"))
                                    .setChannel("news")
                                    .build()));
            return failure == null ? Status.OK : failure.getStatus();
        } finally {
            channel.shutdownNow();
        }
    }
}
