package io.carillon.fanout.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties that every answer has, shown with questions drawn at random from seeds. */
class AssignerTest {

    private static final int MOST_PARTITIONS = 80;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /** Owners and candidates, drawn from one seed. */
    private record Question(List<@Nullable String> owners, List<Candidate> candidates) {

        static Question drawn(Random random, boolean weighted) {
            int nodes = 1 + random.nextInt(7);
            var candidates = new ArrayList<Candidate>();
            for (int i = 0; i < nodes; i++) {
                candidates.add(new Candidate("node-" + i, weighted ? 1 + random.nextInt(4) : 1, "z" + i % 2));
            }
            var owners = new ArrayList<@Nullable String>();
            for (int i = 1 + random.nextInt(MOST_PARTITIONS); i > 0; i--) {
                // Some are owned by nobody, and some by a node that is no candidate.
                int owner = random.nextInt(nodes + 2);
                owners.add(owner == nodes + 1 ? null : "node-" + owner);
            }
            return new Question(owners, candidates);
        }

        List<String> answer() {
            return Assigner.assign(owners, candidates);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isBalancedToWithinOneOfEachNodesExactShare(long seed) {
        Question question = Question.drawn(new Random(seed), true);

        List<String> answer = question.answer();

        double weights =
                question.candidates().stream().mapToInt(Candidate::weight).sum();
        for (Candidate candidate : question.candidates()) {
            double share = question.owners().size() * candidate.weight() / weights;
            assertThat((double) Collections.frequency(answer, candidate.id()))
                    .isGreaterThan(share - 1)
                    .isLessThan(share + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesEveryPartitionToACandidate(long seed) {
        Question question = Question.drawn(new Random(seed), true);

        assertThat(question.answer())
                .hasSameSizeAs(question.owners())
                .isSubsetOf(question.candidates().stream().map(Candidate::id).toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void movesNothingTheSecondTime(long seed) {
        Question question = Question.drawn(new Random(seed), true);

        List<String> once = question.answer();

        assertThat(Assigner.assign(List.copyOf(once), question.candidates())).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void movesNoMoreThanAnyBalancedAnswerHasTo(long seed) {
        Question question = Question.drawn(new Random(seed), false);

        List<String> answer = question.answer();

        int floor = question.owners().size() / question.candidates().size();
        int ceilings = question.owners().size() % question.candidates().size();
        List<Integer> loads = question.candidates().stream()
                .map(candidate -> Collections.frequency(question.owners(), candidate.id()))
                .sorted(Collections.reverseOrder())
                .toList();
        int kept = 0;
        for (int i = 0; i < loads.size(); i++) {
            kept += Math.min(loads.get(i), floor + (i < ceilings ? 1 : 0));
        }
        assertThat(unchanged(question.owners(), answer)).isEqualTo(kept);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void takesFromOthersOnlyForTheNodeThatIsNew(long seed) {
        Question question = Question.drawn(new Random(seed), false);
        List<String> before = question.answer();
        var candidates = new ArrayList<>(question.candidates());
        candidates.add(new Candidate("newcomer", 1, "z0"));

        List<String> after = Assigner.assign(List.copyOf(before), candidates);

        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isIn(before.get(i), "newcomer");
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hasTheSameAnswerInWhateverOrderTheCandidatesAreNamed(long seed) {
        var random = new Random(seed);
        Question question = Question.drawn(random, true);
        var shuffled = new ArrayList<>(question.candidates());
        Collections.shuffle(shuffled, random);

        assertThat(Assigner.assign(question.owners(), shuffled)).isEqualTo(question.answer());
    }

    @Test
    void givesTheRestToDifferentZones() {
        List<Candidate> candidates = List.of(
                new Candidate("a", 1, "east"),
                new Candidate("b", 1, "east"),
                new Candidate("c", 1, "west"),
                new Candidate("d", 1, "west"));

        List<String> answer = Assigner.assign(Collections.nCopies(6, null), candidates);

        assertThat(Stream.of("a", "b")
                        .mapToInt(node -> Collections.frequency(answer, node))
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void knowsNoAnswerWithoutCandidates() {
        assertThatThrownBy(() -> Assigner.assign(Collections.nCopies(3, null), List.of()))
                .hasMessage("candidates: none (expected: at least one)");
    }

    private static int unchanged(List<@Nullable String> before, List<String> after) {
        int unchanged = 0;
        for (int i = 0; i < after.size(); i++) {
            unchanged += Objects.equals(before.get(i), after.get(i)) ? 1 : 0;
        }
        return unchanged;
    }
}
