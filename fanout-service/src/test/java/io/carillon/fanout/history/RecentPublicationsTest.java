package io.carillon.fanout.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentPublicationsTest {

    @Test
    void coversARangeWithoutHolesThoughOffsetsSkip() {
        var recent = new RecentPublications(9, 10, 10_000);

        recent.add(publication(12));
        recent.advance(15);

        assertThat(recent.start()).isEqualTo(9);
        assertThat(recent.through()).isEqualTo(15);
        assertThat(recent.indexAfter(11)).isZero();
        assertThat(recent.indexAfter(12)).isEqualTo(1);
    }

    @Test
    void letsTheOldestGoAtTheLimitOfNumber() {
        var recent = new RecentPublications(-1, 2, 10_000);

        fill(recent, 3);

        assertThat(offsets(recent)).containsExactly(1L, 2L);
        assertThat(recent.start()).isZero();
    }

    @Test
    void letsTheOldestGoAtTheLimitOfBytes() {
        int weight = publication(0).weight();
        var recent = new RecentPublications(-1, 100, 2L * weight);

        fill(recent, 2);
        assertThat(offsets(recent)).containsExactly(0L, 1L);

        recent.add(publication(2));
        recent.advance(2);
        assertThat(offsets(recent)).containsExactly(1L, 2L);
        assertThat(recent.bytes()).isEqualTo(2L * weight);
    }

    @Test
    void keepsItsOrderWhileTheRingGrowsAndWraps() {
        var recent = new RecentPublications(-1, 100, 1_000_000);

        fill(recent, 250);

        assertThat(recent.size()).isEqualTo(100);
        assertThat(recent.get(0).offset()).isEqualTo(150);
        assertThat(recent.get(99).offset()).isEqualTo(249);
        assertThat(recent.indexAfter(199)).isEqualTo(50);
    }

    @Test
    void mayKeepNothingAtAll() {
        var recent = new RecentPublications(-1, 0, 10_000);

        fill(recent, 3);

        assertThat(recent.size()).isZero();
        assertThat(recent.start()).isEqualTo(2);
        assertThat(recent.through()).isEqualTo(2);
    }

    @Test
    void startsAnewBehindAHole() {
        var recent = new RecentPublications(-1, 10, 10_000);
        fill(recent, 3);

        recent.restart(50);

        assertThat(recent.size()).isZero();
        assertThat(recent.bytes()).isZero();
        assertThat(recent.start()).isEqualTo(50);
        assertThat(recent.through()).isEqualTo(50);
    }

    @Test
    void refusesWhatIsNotTheNext() {
        var recent = new RecentPublications(5, 10, 10_000);

        assertThatThrownBy(() -> recent.add(publication(5)))
                .hasMessage("offset: 5 (expected: > 5, the end of what is here)");
    }

    private static void fill(RecentPublications recent, int count) {
        for (int i = 0; i < count; i++) {
            recent.add(publication(i));
            recent.advance(i);
        }
    }

    private static List<Long> offsets(RecentPublications recent) {
        var offsets = new ArrayList<Long>();
        for (int i = 0; i < recent.size(); i++) {
            offsets.add(recent.get(i).offset());
        }
        return offsets;
    }

    private static Publication publication(long offset) {
        return new Publication("a", 0, offset, 1_000 + offset, Payload.of("1"));
    }
}
