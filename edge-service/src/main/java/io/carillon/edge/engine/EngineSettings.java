package io.carillon.edge.engine;

import io.carillon.edge.link.LinkTiming;
import io.carillon.edge.session.SessionLimits;
import io.carillon.edge.session.SessionTiming;
import java.time.Duration;

/**
 * How an edge runs.
 *
 * @param outlets how bytes get to sockets
 * @param admission how many clients there may be
 * @param shards how many threads share the sessions, at least 1
 * @param timing how long things take in the life of a session
 * @param sessionLimits bounds of one session
 * @param queueLimits bounds of what waits for all sessions
 * @param replayLimits how fast the sessions of a shard may read the past
 * @param linkTiming how links keep time
 * @param linger how long interest in a channel outlives its last listener
 * @param windowBytes bytes of publications that may be under way from owners for each partition, at least 1
 */
public record EngineSettings(
        Outlets outlets,
        AdmissionLimits admission,
        int shards,
        SessionTiming timing,
        SessionLimits sessionLimits,
        QueueLimits queueLimits,
        ReplayLimits replayLimits,
        LinkTiming linkTiming,
        Duration linger,
        long windowBytes) {

    public EngineSettings {
        if (shards < 1 || windowBytes < 1) {
            throw new IllegalArgumentException(
                    "shards: " + shards + ", windowBytes: " + windowBytes + " (expected: >= 1)");
        }
    }
}
