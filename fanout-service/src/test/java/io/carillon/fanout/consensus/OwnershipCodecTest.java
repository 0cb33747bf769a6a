package io.carillon.fanout.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.position.Generation;
import io.carillon.fanout.ownership.Cluster;
import io.carillon.fanout.ownership.Command;
import io.carillon.fanout.ownership.Member;
import io.carillon.fanout.ownership.Partition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes in comes out, for everything that is written down. */
class OwnershipCodecTest {

    private static final Generation LOG = new Generation("00000log", 3);

    static Stream<Command> commands() {
        List<Command.Grant> grants =
                List.of(new Command.Grant(0, 5, "a", 7), new Command.Grant(4_095, Long.MAX_VALUE, "b", 8));
        return Stream.of(
                new Command.Found(LOG, 1_795_748_000_000L),
                new Command.ChangeGeneration("00000log", new Generation("0newlog0", 4_096)),
                new Command.Register("a", 3, "host:9090", "host:9091", "east", 2, "00000log", "disk-1"),
                new Command.ForgetDisk("a", "disk-1"),
                new Command.Activate("a", 4),
                new Command.Drain("a", 4),
                new Command.Fence("a", 4, grants),
                new Command.Fence("a", 4, List.of()),
                new Command.Remove("a", 4),
                new Command.Assign(grants),
                new Command.BeginMove(2, 5, "b", 9),
                new Command.CompleteMove(2, 6),
                new Command.AbortMove(2, 6));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void keepsACommand(Command command) {
        assertThat(OwnershipCodec.decode(OwnershipCodec.encode(command))).isEqualTo(command);
    }

    @Test
    void doesNotGuessWhatACommandOfALaterVersionMeans() {
        var unknown = io.carillon.proto.ownership.v1.Command.getDefaultInstance();

        assertThatThrownBy(() -> OwnershipCodec.decode(unknown))
                .hasMessage("command: none that this version knows (expected: one)");
    }

    @Test
    void keepsAClusterBeforeItsFounding() {
        assertThat(OwnershipCodec.decode(OwnershipCodec.encode(Cluster.EMPTY))).isEqualTo(Cluster.EMPTY);
    }

    @ParameterizedTest
    @EnumSource
    void keepsACluster(Member.State state) {
        var member = new Member("a", 12, 3, "host:9090", "host:9091", "east", 2, "00000log", state);
        var cluster = new Cluster(
                1_000,
                99,
                LOG,
                new TreeMap<>(Map.of("a", member)),
                List.of(
                        new Partition("a", 1_001, 1_001, null),
                        new Partition("a", 1_001, 1_002, new Partition.Move("b", 1_002)),
                        new Partition(null, 0, 1_000, null)),
                new TreeMap<>(Map.of("a", "disk-1")));

        assertThat(OwnershipCodec.decode(OwnershipCodec.encode(cluster))).isEqualTo(cluster);
    }
}
