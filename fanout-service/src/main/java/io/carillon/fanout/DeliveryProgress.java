package io.carillon.fanout;

import io.carillon.fanout.delivery.Delivery;
import io.carillon.fanout.delivery.PartitionStatus;
import io.carillon.fanout.leadership.Progress;
import java.util.HashMap;
import java.util.Map;

/** Puts what delivery knows of its partitions in the words in which owners report. */
final class DeliveryProgress {

    private DeliveryProgress() {}

    /** Returns how far this node is with the partitions that it serves and whose end of the log it has found. */
    static Map<Integer, Progress> of(Delivery delivery) {
        var progress = new HashMap<Integer, Progress>();
        for (PartitionStatus status : delivery.status()) {
            if (status.through() != PartitionStatus.UNKNOWN) {
                progress.put(
                        status.partition(),
                        new Progress(status.epoch(), status.through(), status.followers(), status.lag()));
            }
        }
        return progress;
    }
}
