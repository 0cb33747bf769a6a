package io.carillon.fanout.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.core.publication.Payload;
import io.carillon.core.publication.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentPublicationsTest {

    @Test
    void coversARangeWithoutHolesThoughOffsetsSkip() {
        var recent = new RecentPublications(9, new RecentLimits(10, 10_000, 100), new RecentRoom());

        recent.add(publication(12));
        recent.advance(15);

        assertThat(recent.start()).isEqualTo(9);
        assertThat(recent.through()).isEqualTo(15);
        assertThat(recent.indexAfter(11)).isZero();
        assertThat(recent.indexAfter(12)).isEqualTo(1);
    }

    @Test
    void letsTheOldestGoAtTheLimitOfNumber() {
        var recent = new RecentPublications(-1, new RecentLimits(2, 10_000, 100), new RecentRoom());

        fill(recent, 3);

        assertThat(offsets(recent)).containsExactly(1L, 2L);
        assertThat(recent.start()).isZero();
    }

    @Test
    void letsTheOldestGoAtTheLimitOfBytes() {
        int weight = publication(0).weight();
        var recent = new RecentPublications(-1, new RecentLimits(100, 2L * weight, 100), new RecentRoom());

        fill(recent, 2);
        assertThat(offsets(recent)).containsExactly(0L, 1L);

        recent.add(publication(2));
        recent.advance(2);
        assertThat(offsets(recent)).containsExactly(1L, 2L);
        assertThat(recent.bytes()).isEqualTo(2L * weight);
    }

    @Test
    void keepsMoreThanItsShareWhileOthersLeaveRoom() {
        int weight = publication(0).weight();
        var limits = new RecentLimits(100, 2L * weight, 100);
        var room = new RecentRoom();
        var busy = new RecentPublications(-1, limits, room);
        var quiet = new RecentPublications(-1, limits, room);

        fill(busy, 5);
        assertThat(offsets(busy)).containsExactly(1L, 2L, 3L, 4L);

        fill(quiet, 1);
        busy.advance(5);
        assertThat(offsets(busy)).containsExactly(2L, 3L, 4L);
        assertThat(offsets(quiet)).containsExactly(0L);
    }

    @Test
    void givesBackItsShareWhenItIsClosed() {
        int weight = publication(0).weight();
        var limits = new RecentLimits(100, 2L * weight, 100);
        var room = new RecentRoom();
        var busy = new RecentPublications(-1, limits, room);
        var closed = new RecentPublications(-1, limits, room);
        fill(closed, 2);
        fill(busy, 5);
        assertThat(offsets(busy)).containsExactly(3L, 4L);

        closed.close();
        fill(busy, 5, 10);

        assertThat(closed.bytes()).isZero();
        assertThat(offsets(busy)).containsExactly(8L, 9L);
    }

    @Test
    void keepsItsOrderWhileTheRingGrowsAndWraps() {
        var recent = new RecentPublications(-1, new RecentLimits(100, 1_000_000, 100), new RecentRoom());

        fill(recent, 250);

        assertThat(recent.size()).isEqualTo(100);
        assertThat(recent.offset(0)).isEqualTo(150);
        assertThat(recent.offset(99)).isEqualTo(249);
        assertThat(recent.indexAfter(199)).isEqualTo(50);
    }

    @Test
    void mayKeepNothingAtAll() {
        var recent = new RecentPublications(-1, new RecentLimits(0, 10_000, 100), new RecentRoom());

        fill(recent, 3);

        assertThat(recent.size()).isZero();
        assertThat(recent.start()).isEqualTo(2);
        assertThat(recent.through()).isEqualTo(2);
    }

    @Test
    void startsAnewBehindAHole() {
        var recent = new RecentPublications(-1, new RecentLimits(10, 10_000, 100), new RecentRoom());
        fill(recent, 3);

        recent.restart(50);

        assertThat(recent.size()).isZero();
        assertThat(recent.bytes()).isZero();
        assertThat(recent.start()).isEqualTo(50);
        assertThat(recent.through()).isEqualTo(50);
    }

    @Test
    void refusesWhatIsNotTheNext() {
        var recent = new RecentPublications(5, new RecentLimits(10, 10_000, 100), new RecentRoom());

        assertThatThrownBy(() -> recent.add(publication(5)))
                .hasMessage("offset: 5 (expected: > 5, the end of what is here)");
    }

    @Test
    void letsTheOldestOfAChannelGoThatHasHadItsShareAndKeepsTheOthers() {
        var recent = new RecentPublications(-1, new RecentLimits(100, 10_000, 2), new RecentRoom());
        recent.add(publication("quiet", 0));
        for (int offset = 1; offset < 6; offset++) {
            recent.add(publication(offset));
        }
        recent.advance(5);

        assertThat(offsets(recent)).containsExactly(0L, 4L, 5L);
        assertThat(recent.start()).isEqualTo(-1);
        assertThat(recent.startFor(Set.of("quiet"))).isEqualTo(-1);
        assertThat(recent.startFor(Set.of("quiet", "a"))).isEqualTo(3);
        assertThat(recent.startFor(-1, "quiet"::equals)).isEqualTo(-1);
        assertThat(recent.startFor(-1, "a"::equals)).isEqualTo(3);
        assertThat(recent.startFor(3, "a"::equals)).isLessThanOrEqualTo(3);
        assertThat(recent.count()).isEqualTo(3);
    }

    @Test
    void forgetsWhichChannelsHadTooManyOnceTheirTimeHasLeft() {
        var recent = new RecentPublications(-1, new RecentLimits(4, 10_000, 1), new RecentRoom());

        for (int offset = 0; offset < 20; offset++) {
            recent.add(publication(offset % 3 == 0 ? "a" : "b" + offset, offset));
            recent.advance(offset);
        }

        assertThat(offsets(recent)).containsExactly(16L, 17L, 18L, 19L);
        assertThat(recent.start()).isEqualTo(15);
        assertThat(recent.startFor(Set.of("a"))).isEqualTo(15);
    }

    @Test
    void keepsNothingWhereNoChannelHasAShare() {
        var recent = new RecentPublications(-1, new RecentLimits(100, 10_000, 0), new RecentRoom());

        fill(recent, 3);

        assertThat(recent.size()).isZero();
        assertThat(recent.bytes()).isZero();
        assertThat(recent.start()).isEqualTo(2);
    }

    @Test
    void takesWhatLiesBeforeAsFarAsThereIsRoom() {
        var recent = new RecentPublications(9, new RecentLimits(5, 10_000, 100), new RecentRoom());
        recent.add(publication(10));
        recent.advance(10);

        boolean more = recent.fill(5, List.of(publication(7), publication(9)));
        boolean evenMore = recent.fill(-1, List.of(publication(0), publication(1), publication(2), publication(4)));

        assertThat(more).isTrue();
        assertThat(evenMore).isFalse();
        assertThat(offsets(recent)).containsExactly(2L, 4L, 7L, 9L, 10L);
        assertThat(recent.start()).isEqualTo(1);
        recent.add(publication(11));
        recent.advance(11);
        assertThat(offsets(recent)).containsExactly(4L, 7L, 9L, 10L, 11L);
    }

    @Test
    void fillsUpToTheShareOfAChannel() {
        var recent = new RecentPublications(9, new RecentLimits(100, 10_000, 2), new RecentRoom());
        recent.add(publication(10));
        recent.advance(10);

        boolean more = recent.fill(5, List.of(publication("b", 6), publication(7), publication(9)));

        assertThat(more).isFalse();
        assertThat(offsets(recent)).containsExactly(9L, 10L);
        assertThat(recent.start()).isEqualTo(7);
    }

    private static void fill(RecentPublications recent, int count) {
        fill(recent, 0, count);
    }

    private static void fill(RecentPublications recent, int from, int to) {
        for (int i = from; i < to; i++) {
            recent.add(publication(i));
            recent.advance(i);
        }
    }

    private static List<Long> offsets(RecentPublications recent) {
        var offsets = new ArrayList<Long>();
        for (int i = 0; i < recent.size(); i++) {
            if (recent.get(i) != null) {
                offsets.add(recent.offset(i));
            }
        }
        return offsets;
    }

    private static Publication publication(long offset) {
        return publication("a", offset);
    }

    private static Publication publication(String channel, long offset) {
        return new Publication(channel, 0, offset, 1_000 + offset, Payload.of("1"));
    }
}
