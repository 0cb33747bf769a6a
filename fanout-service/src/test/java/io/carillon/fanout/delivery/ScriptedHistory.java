package io.carillon.fanout.delivery;

import io.carillon.core.log.HistoryPage;
import io.carillon.core.log.LogHistory;
import io.carillon.core.log.LogUnavailableException;
import io.carillon.testkit.wait.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** History whose reads wait until the test answers them. */
final class ScriptedHistory implements LogHistory {

    /** One read, and what it will be answered with. */
    record Question(long after, long until, CompletableFuture<HistoryPage> answer) {}

    private final LogHistory truth;
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    ScriptedHistory(LogHistory truth) {
        this.truth = truth;
    }

    @Override
    public HistoryPage read(int partition, long after, long until, int maxBytes)
            throws LogUnavailableException, InterruptedException {
        var question = new Question(after, until, new CompletableFuture<>());
        questions.add(question);
        try {
            return question.answer().get();
        } catch (ExecutionException e) {
            throw new LogUnavailableException("as the test said", e);
        }
    }

    /** Waits for the question of this number, from 0. */
    Question await(int number) {
        Eventually.eventually().observing(() -> questions).until("question " + number, () -> questions.size() > number);
        return questions.get(number);
    }

    /** Answers with what the log really has. */
    void answerTruly(Question question, int partition) throws LogUnavailableException, InterruptedException {
        question.answer().complete(truth.read(partition, question.after(), question.until(), Integer.MAX_VALUE));
    }

    @Override
    public long offsetAtTime(int partition, long timeMillis) throws LogUnavailableException, InterruptedException {
        return truth.offsetAtTime(partition, timeMillis);
    }

    @Override
    public long earliest(int partition) throws LogUnavailableException, InterruptedException {
        return truth.earliest(partition);
    }

    @Override
    public long end(int partition) throws LogUnavailableException, InterruptedException {
        return truth.end(partition);
    }
}
