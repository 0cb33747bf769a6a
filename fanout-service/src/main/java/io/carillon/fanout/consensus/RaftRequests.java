package io.carillon.fanout.consensus;

import io.carillon.runtime.discovery.NodeAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** Puts requests to the Raft server of this very node, which takes them if it leads. Safe for use by many threads. */
final class RaftRequests {

    private interface Request {
        CompletableFuture<RaftClientReply> put(RaftServer here) throws IOException;
    }

    private final RaftPeerId self;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong lastCall = new AtomicLong();

    RaftRequests(String nodeId) {
        self = RaftPeerId.valueOf(nodeId);
    }

    /** Has an entry written, and returns what the state machine answered to it. */
    CompletableFuture<Message> write(@Nullable RaftServer here, byte[] entry) {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(self)
                .setGroupId(RaftPeers.GROUP)
                .setCallId(lastCall.incrementAndGet())
                .setMessage(Message.valueOf(ByteString.copyFrom(entry)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        return answered(here, server -> server.submitClientRequestAsync(request))
                .thenApply(RaftClientReply::getMessage);
    }

    /** Changes who has a vote, if they are still those. */
    CompletableFuture<Void> changeVoters(@Nullable RaftServer here, List<NodeAddress> from, List<NodeAddress> to) {
        var change = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(RaftPeers.of(from))
                .setServersInNewConf(RaftPeers.of(to))
                .build();
        var request = new SetConfigurationRequest(client, self, RaftPeers.GROUP, lastCall.incrementAndGet(), change);
        return answered(here, server -> server.setConfigurationAsync(request)).thenAccept(_ -> {});
    }

    /** Hands leadership to another voter. */
    CompletableFuture<Void> transferLeadership(@Nullable RaftServer here, String to, Duration limit) {
        var request = new TransferLeadershipRequest(
                client, self, RaftPeers.GROUP, lastCall.incrementAndGet(), RaftPeerId.valueOf(to), limit.toMillis());
        return answered(here, server -> server.transferLeadershipAsync(request)).thenAccept(_ -> {});
    }

    private static CompletableFuture<RaftClientReply> answered(@Nullable RaftServer here, Request request) {
        if (here == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("Raft does not run"));
        }
        try {
            return request.put(here)
                    .thenCompose(reply -> reply.isSuccess()
                            ? CompletableFuture.completedFuture(reply)
                            : CompletableFuture.failedFuture(failure(reply)));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Exception failure(RaftClientReply reply) {
        Exception cause = reply.getException();
        return cause == null ? new IOException("Raft refused: " + reply) : cause;
    }
}
