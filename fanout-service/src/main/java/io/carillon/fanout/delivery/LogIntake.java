package io.carillon.fanout.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogListener;
import io.carillon.core.publication.Publication;
import java.util.List;

/**
 * Passes what the log reader hears of one partition on to its pump, and pauses the reading while the pump has enough.
 *
 * <p>Lives for one following of the partition: commands of an earlier one carry another intake and are told by that.
 */
final class LogIntake implements LogListener {

    private final int partition;
    private final LogFollower log;
    private final Mailbox<PumpCommand> mailbox;
    private final long limitBytes;

    /** Held around pausing and resuming, which never wait, so that the last word is the one that fits the backlog. */
    private final Object lock = new Object();

    @GuardedBy("lock") private long backlogBytes;

    @GuardedBy("lock") private boolean paused;

    LogIntake(int partition, LogFollower log, Mailbox<PumpCommand> mailbox, long limitBytes) {
        this.partition = partition;
        this.log = log;
        this.mailbox = mailbox;
        this.limitBytes = limitBytes;
    }

    @Override
    public void advanced(int of, List<Publication> publications, long through, long timeMillis) {
        long bytes = 0;
        for (Publication publication : publications) {
            bytes += publication.weight();
        }
        mailbox.add(new PumpCommand.Advanced(this, publications, through, timeMillis, bytes));
        synchronized (lock) {
            backlogBytes += bytes;
            if (!paused && backlogBytes > limitBytes) {
                paused = true;
                log.pause(partition, this);
            }
        }
    }

    @Override
    public void lost(int of, long from, long to) {
        mailbox.add(new PumpCommand.Lost(this, from, to));
    }

    /** Records, on the pump's thread, that so much is no longer waiting. */
    void taken(long bytes) {
        synchronized (lock) {
            backlogBytes -= bytes;
            if (paused && backlogBytes <= limitBytes / 2) {
                paused = false;
                log.resume(partition, this);
            }
        }
    }

    int partition() {
        return partition;
    }
}
