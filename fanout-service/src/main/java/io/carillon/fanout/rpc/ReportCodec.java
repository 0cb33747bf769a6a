package io.carillon.fanout.rpc;

import io.carillon.fanout.consensus.OwnershipCodec;
import io.carillon.fanout.leadership.MemberReport;
import io.carillon.fanout.leadership.Progress;
import io.carillon.fanout.membership.Answer;
import io.carillon.proto.ownership.v1.EdgeView;
import io.carillon.proto.ownership.v1.Heard;
import io.carillon.proto.ownership.v1.LeaderAnswer;
import io.carillon.proto.ownership.v1.NotLeader;
import io.carillon.proto.ownership.v1.PartitionProgress;
import io.carillon.proto.ownership.v1.Ready;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns reports and their answers into messages and back. */
final class ReportCodec {

    private ReportCodec() {}

    static io.carillon.proto.ownership.v1.MemberReport encode(MemberReport report) {
        var message = io.carillon.proto.ownership.v1.MemberReport.newBuilder()
                .setSelf(OwnershipCodec.encode(report.self()))
                .setFetchAgeMillis(report.fetchAge().toMillis())
                .setLeaving(report.leaving());
        report.ready()
                .forEach((partition, epoch) -> message.addReady(
                        Ready.newBuilder().setPartition(partition).setEpoch(epoch)));
        report.edges()
                .forEach((edge, unreachable) ->
                        message.addEdges(EdgeView.newBuilder().setEdgeId(edge).addAllUnreachableNodes(unreachable)));
        report.progress().forEach((partition, progress) -> message.addProgress(encode(partition, progress)));
        return message.build();
    }

    private static PartitionProgress encode(int partition, Progress progress) {
        return PartitionProgress.newBuilder()
                .setPartition(partition)
                .setEpoch(progress.epoch())
                .setThrough(progress.through())
                .setFollowers(progress.followers())
                .setLag(progress.lag())
                .build();
    }

    private static Map<Integer, Progress> decode(List<PartitionProgress> message) {
        Map<Integer, Progress> progress = new HashMap<>();
        message.forEach(one -> progress.put(
                one.getPartition(), new Progress(one.getEpoch(), one.getThrough(), one.getFollowers(), one.getLag())));
        return progress;
    }

    static MemberReport decode(io.carillon.proto.ownership.v1.MemberReport message) {
        Map<Integer, Long> ready = new HashMap<>();
        message.getReadyList().forEach(one -> ready.put(one.getPartition(), one.getEpoch()));
        Map<String, Set<String>> edges = new HashMap<>();
        message.getEdgesList().forEach(edge -> edges.put(edge.getEdgeId(), Set.copyOf(edge.getUnreachableNodesList())));
        return new MemberReport(
                OwnershipCodec.decode(message.getSelf()),
                Duration.ofMillis(message.getFetchAgeMillis()),
                ready,
                edges,
                decode(message.getProgressList()),
                message.getLeaving());
    }

    static LeaderAnswer encode(Answer answer) {
        return switch (answer) {
            case Answer.Heard(Map<Integer, Progress> progress) -> {
                var heard = Heard.newBuilder();
                progress.forEach((partition, one) -> heard.addProgress(encode(partition, one)));
                yield LeaderAnswer.newBuilder().setHeard(heard).build();
            }
            case Answer.NotLeader(String leader) ->
                LeaderAnswer.newBuilder()
                        .setNotLeader(NotLeader.newBuilder()
                                .setAddress(Optional.ofNullable(leader).orElse("")))
                        .build();
        };
    }

    static Answer decode(LeaderAnswer message) {
        return message.hasHeard()
                ? new Answer.Heard(decode(message.getHeard().getProgressList()))
                : new Answer.NotLeader(
                        message.getNotLeader().getAddress().isEmpty()
                                ? null
                                : message.getNotLeader().getAddress());
    }
}
