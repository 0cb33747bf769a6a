package io.carillon.edge.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Two shards with 1,600 bytes each, of 2,400 for the process. */
class ShardRoomTest {

    private final ProcessRoom process = new ProcessRoom(2_400);
    private final ShardRoom shard = new ShardRoom(process, 1_600);
    private final ShardRoom other = new ShardRoom(process, 1_600);

    @Test
    void oneSessionMayHoldASixteenthOfWhatIsFree() {
        assertThat(shard.isEnoughFor(0, 100)).isTrue();
        assertThat(shard.isEnoughFor(0, 101)).isFalse();
        assertThat(shard.isEnoughFor(60, 40)).isTrue();
        assertThat(shard.isEnoughFor(60, 41)).isFalse();
        assertThat(shard.left(60)).isEqualTo(40);
    }

    @Test
    void asRoomGetsLessThoseThatHoldMostAreTheFirstWithoutAny() {
        shard.count(800);

        assertThat(shard.isEnoughFor(80, 10)).isFalse();
        assertThat(shard.left(80)).isZero();
        assertThat(shard.isEnoughFor(20, 10)).isTrue();
    }

    @Test
    void aShardIsShortOfRoomWhenItsOwnIsUsedUpAndTheOthersAreNot() {
        shard.count(1_600);

        assertThat(shard.isEnoughFor(0, 1)).isFalse();
        assertThat(other.isEnoughFor(0, 50)).isTrue();
        assertThat(other.isEnoughFor(0, 51)).isFalse();
    }

    @Test
    void aShardIsShortOfRoomWhenThatOfTheProcessIsUsedUp() {
        shard.count(1_600);
        other.count(800);

        assertThat(other.isEnoughFor(0, 1)).isFalse();
        assertThat(process.freeBytes()).isZero();
    }

    @Test
    void whatConnectionsCountForThemselvesIsTakenOfTheProcess() {
        process.countApart(2_400);
        assertThat(shard.isEnoughFor(0, 1)).isFalse();

        process.countApart(-2_400);

        assertThat(shard.isEnoughFor(0, 100)).isTrue();
        assertThat(process.apartBytes()).isZero();
    }

    @Test
    void whatIsCountedBeyondTheLimitIsGivenBackToo() {
        shard.count(5_000);
        assertThat(process.freeBytes()).isEqualTo(-2_600);

        shard.count(-5_000);

        // A piece, a 64th of the process's, is kept for the next burst.
        assertThat(process.freeBytes()).isEqualTo(2_400 - 2_400 / 64);
        assertThat(shard.usedBytes()).isZero();
    }

    @Test
    void roomThatIsNeverShortTakesEverything() {
        ShardRoom room = ShardRoom.unlimited();

        room.count(1L << 50);

        assertThat(room.isEnoughFor(1L << 40, Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void noRoomAtAllIsAMistake() {
        assertThatThrownBy(() -> new ProcessRoom(0)).hasMessage("limitBytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new ShardRoom(process, 0)).hasMessage("limitBytes: 0 (expected: >= 1)");
    }
}
