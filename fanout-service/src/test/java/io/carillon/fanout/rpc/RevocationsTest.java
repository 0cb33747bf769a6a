package io.carillon.fanout.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.access.Principal;
import io.carillon.core.access.Revocation;
import io.carillon.core.access.Rights;
import io.carillon.core.time.Ticker;
import io.carillon.runtime.auth.Revocations;
import io.carillon.runtime.mesh.RevocationWatch;
import io.carillon.testkit.wait.Eventually;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What edges and ingests hear of revocations, over real connections to nodes with books that the test writes. */
class RevocationsTest {

    private final Revocations revocations = Revocations.awaited();
    private final List<Revocation> told = Collections.synchronizedList(new ArrayList<>());

    @AutoClose
    private final MeshUnderTest node = new MeshUnderTest(MeshUnderTest.PATIENT);

    @AutoClose
    private final MeshUnderTest other = new MeshUnderTest(MeshUnderTest.PATIENT);

    @AutoClose
    private final RevocationWatch watch = new RevocationWatch(
            MeshUnderTest.CHANNELS,
            () -> List.of(node.address(), other.address()),
            revocations,
            Ticker.system(),
            InstantSource.system());

    @Test
    void areAllKnownOnceANodeHasReadThemAll() {
        node.revocations.begin("log");
        node.revocations.add(0, of("alice", 0));
        watch.start();

        Eventually.eventually().until("what was read so far", () -> covers("alice"));
        assertThat(revocations.areKnown()).isFalse();

        node.revocations.readTo(1, true, true);

        Eventually.eventually().until("all known", revocations::areKnown);
    }

    @Test
    void areHeardAsTheyCome() {
        both(0, "alice");
        watch.start();
        Eventually.eventually().until("all known", revocations::areKnown);
        revocations.onAdded(told::add);

        both(1, "bob");

        Eventually.eventually().until("somebody told of", () -> !told.isEmpty());
        assertThat(told).containsExactly(of("bob", 1));
        assertThat(covers("bob")).isTrue();
    }

    @Test
    void areHeardOfAnotherNodeWhileTheLogDoesNotAnswerOne() {
        both(0, "alice");
        watch.start();
        Eventually.eventually().until("all known", revocations::areKnown);

        node.revocations.readTo(1, true, false);
        other.revocations.add(1, of("bob", 1));
        other.revocations.readTo(2, true, true);
        Eventually.eventually().until("bob of the other", () -> covers("bob"));

        node.revocations.readTo(1, true, true);
        other.revocations.readTo(2, true, false);
        node.revocations.add(2, of("carol", 2));
        node.revocations.readTo(3, true, true);
        Eventually.eventually().until("carol of the first", () -> covers("carol"));
    }

    @Test
    void areHeardOfAnotherNodeWhenOneEnds() {
        both(0, "alice");
        watch.start();
        Eventually.eventually().until("all known", revocations::areKnown);

        node.server.close();
        other.revocations.add(1, of("bob", 1));

        Eventually.eventually().until("bob", () -> covers("bob"));
    }

    @Test
    void comeInPagesWhereTheyAreMany() {
        for (int i = 0; i < 2_500; i++) {
            both(i, "user-" + i);
        }
        watch.start();

        Eventually.eventually().until("all known", revocations::areKnown);

        assertThat(revocations.size()).isEqualTo(2_500);
    }

    private void both(long offset, String subject) {
        for (MeshUnderTest mesh : List.of(node, other)) {
            mesh.revocations.begin("log");
            mesh.revocations.add(offset, of(subject, offset));
            mesh.revocations.readTo(offset + 1, true, true);
        }
    }

    private boolean covers(String subject) {
        return revocations.covers(new Principal(subject, "", Rights.NONE, 0, Long.MAX_VALUE));
    }

    private static Revocation of(String subject, long offset) {
        return new Revocation(Revocation.subjectKey(subject), 1_000 + offset, Long.MAX_VALUE);
    }
}
