package io.carillon.fanout.delivery;

import io.carillon.core.publication.Publication;
import io.carillon.fanout.keys.KeyedRecord;
import io.carillon.fanout.keys.PartitionKeys;
import java.util.List;

/** Lets threads that may wait look back for the keys of a partition; what they find comes to its pump. */
final class KeyOutput implements PartitionKeys.Output {

    private final OwnedPartition owner;
    private final LookBacks lookBacks;

    KeyOutput(OwnedPartition owner, LookBacks lookBacks) {
        this.owner = owner;
        this.lookBacks = lookBacks;
    }

    @Override
    public void judged(List<Publication> publications, long through, long timeMillis) {
        owner.judged(publications, through, timeMillis);
    }

    @Override
    public void lookBehind(PartitionKeys asker, long from, long until) {
        // Without bound in number: it ends where the record says, and what is live waits for it.
        lookBacks.readBehind(owner.partition(), from, until, Long.MAX_VALUE, answerTo(asker, until, false));
    }

    @Override
    public void lookSince(PartitionKeys asker, long millis, long until, long limit) {
        lookBacks.readSince(owner.partition(), millis, until, limit, answerTo(asker, until, true));
    }

    private LookBacks.Answer answerTo(PartitionKeys asker, long until, boolean window) {
        return new LookBacks.Answer() {
            @Override
            public void read(long from, List<KeyedRecord> records, boolean whole) {
                owner.mailbox().add(new PumpCommand.LookedBack(owner, asker, from, until, records, window, whole));
            }

            @Override
            public void failed() {
                owner.mailbox().add(new PumpCommand.LookBackFailed(owner, asker, window));
            }
        };
    }
}
