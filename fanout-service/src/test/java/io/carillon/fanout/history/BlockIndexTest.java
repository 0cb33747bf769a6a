package io.carillon.fanout.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockIndexTest {

    private static final int PARTITION = 3;
    private static final long PLENTY = 1 << 20;

    private final BlockIndex index = new BlockIndex(PLENTY);

    @Test
    void skipsTheBlocksThatAreKnownToBeWithoutAChannel() {
        index.builder(PARTITION, -1).read(-1, List.of(publication("a", 0), publication("b", 700)), 1_100);

        assertThat(skip("a", 255)).isEqualTo(1_023);
        assertThat(skip("b", -1)).isEqualTo(511);
        assertThat(skip("c", -1)).isEqualTo(1_023);
        assertThat(skip("a", -1)).isEqualTo(-1);
    }

    @Test
    void knowsNothingOfABlockThatWasNotReadFromItsBeginningToItsEnd() {
        BlockBuilder builder = index.builder(PARTITION, 99);
        builder.read(99, List.of(), 600);
        builder.read(700, List.of(), 1_100);

        assertThat(skip("a", 0)).isEqualTo(0);
        assertThat(skip("a", 255)).isEqualTo(511);
        assertThat(skip("a", 511)).isEqualTo(511);
        assertThat(skip("a", 767)).isEqualTo(1_023);
        assertThat(index.blocks()).isEqualTo(2);
    }

    @Test
    void looksBackwardsAsWell() {
        index.builder(PARTITION, -1).read(-1, List.of(publication("a", 300)), 2_000);

        assertThat(index.skipBack(PARTITION, 1_700, -1, hashes("a"))).isEqualTo(511);
        assertThat(index.skipBack(PARTITION, 1_700, -1, hashes("b"))).isEqualTo(-1);
        assertThat(index.skipBack(PARTITION, 1_700, 900, hashes("b"))).isEqualTo(900);
    }

    @Test
    void saysHowFarItIsWorthReading() {
        index.builder(PARTITION, -1).read(-1, List.of(publication("a", 300), publication("b", 600)), 2_000);

        assertThat(index.worthReading(PARTITION, 255, 2_000, hashes("a"))).isEqualTo(511);
        assertThat(index.worthReading(PARTITION, 255, 2_000, hashes("a", "b"))).isEqualTo(767);
        assertThat(index.worthReading(PARTITION, 1_800, 2_000, hashes("a"))).isEqualTo(2_000);
    }

    @Test
    void neverLeavesOutABlockThatHasTheChannel() {
        var publications = new ArrayList<Publication>();
        for (int offset = 0; offset < 20 * BlockIndex.BLOCK_OFFSETS; offset++) {
            publications.add(publication("channel-" + offset % 997, offset));
        }

        index.builder(PARTITION, -1).read(-1, publications, 20 * BlockIndex.BLOCK_OFFSETS);

        for (Publication publication : publications) {
            assertThat(skip(publication.channel(), publication.offset() - 1)).isLessThan(publication.offset());
        }
    }

    @Test
    void letsTheOldestBlocksGoWhenItIsFull() {
        var small = new BlockIndex(30 * 96);

        small.builder(PARTITION, -1).read(-1, List.of(), 100 * BlockIndex.BLOCK_OFFSETS);

        assertThat(small.bytes()).isPositive().isLessThanOrEqualTo(30 * 96);
        assertThat(small.skip(PARTITION, -1, PLENTY, hashes("a"))).isEqualTo(-1);
        assertThat(small.skip(PARTITION, 99 * BlockIndex.BLOCK_OFFSETS - 1, PLENTY, hashes("a")))
                .isEqualTo(100 * BlockIndex.BLOCK_OFFSETS - 1);
    }

    @Test
    void knowsNothingWithoutMemory() {
        var none = new BlockIndex(0);

        none.builder(PARTITION, -1).read(-1, List.of(), 10_000);

        assertThat(none.bytes()).isZero();
        assertThat(none.skip(PARTITION, -1, 10_000, hashes("a"))).isEqualTo(-1);
    }

    @Test
    void forgetsAPartitionWhoseLogWasCutBack() {
        index.builder(PARTITION, -1).read(-1, List.of(), 10_000);
        index.builder(4, -1).read(-1, List.of(), 10_000);

        index.forget(PARTITION);

        assertThat(skip("a", -1)).isEqualTo(-1);
        assertThat(index.skip(4, -1, 9_000, hashes("a"))).isEqualTo(9_000);
    }

    private long skip(String channel, long after) {
        return index.skip(PARTITION, after, PLENTY, hashes(channel));
    }

    private static long[] hashes(String... channels) {
        return List.of(channels).stream().mapToLong(BlockFilter::hash).toArray();
    }

    private static Publication publication(String channel, long offset) {
        return new Publication(channel, PARTITION, offset, 500, Payload.of("1"));
    }
}
