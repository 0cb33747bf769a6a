package io.carillon.fanout.consensus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Our settings in Ratis's words. Its defaults are made for large logs and have no snapshots; ours is a few entries for each
 * change of ownership.
 */
final class RatisConfig {

    /** Past a pause this long Ratis would close the server without a word; what a pause means is ours to judge. */
    private static final Duration CLOSE_THRESHOLD = Duration.ofHours(1);

    private static final Duration FIRST_ELECTION_MIN = Duration.ofMillis(100);
    private static final Duration FIRST_ELECTION_MAX = Duration.ofMillis(300);

    /**
     * How often the leader tries to reach a voter that is away: waits and how many of each. By default it soon looks every
     * five seconds only, and a voter that has come back is no help until then; if another dies meanwhile, nothing can be
     * agreed on.
     */
    private static final String RETRIES = "10ms,10, 250ms,1000";

    /** Entries that are kept behind a snapshot, so that a follower close behind needs none. */
    private static final long KEPT_ENTRIES = 1_000;

    private RatisConfig() {}

    static RaftProperties of(RaftSettings settings) {
        var properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(settings.directory().toFile()));
        RaftServerConfigKeys.setCloseThreshold(properties, time(CLOSE_THRESHOLD));
        RaftSettings.Timing timing = settings.timing();
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(timing.electionMin()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(timing.electionMax()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, time(FIRST_ELECTION_MIN));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, time(FIRST_ELECTION_MAX));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(timing.request()));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("64KB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("512KB"));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("256KB"));
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, RETRIES);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(
                properties, Math.min(KEPT_ENTRIES, settings.snapshotEntries()));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setCreationGap(properties, settings.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
        GrpcConfigKeys.Server.setHost(properties, settings.listen().getHostString());
        GrpcConfigKeys.Server.setPort(properties, settings.listen().getPort());
        return properties;
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
