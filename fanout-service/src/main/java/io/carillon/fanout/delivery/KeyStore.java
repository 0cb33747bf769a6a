package io.carillon.fanout.delivery;

import io.carillon.fanout.keys.KeyRoom;
import io.carillon.fanout.keys.KeySettings;
import io.carillon.fanout.keys.PartitionKeys;

/**
 * What the partitions of this node share for their keys.
 *
 * @param room how many keys may be remembered
 * @param lookBacks reads keys back from the log
 */
record KeyStore(KeySettings settings, KeyRoom room, LookBacks lookBacks) {

    /** Returns the keys of a partition that was read up to an offset. */
    PartitionKeys keysOf(OwnedPartition owner, long through) {
        return new PartitionKeys(settings, room, through, new KeyOutput(owner, lookBacks));
    }
}
