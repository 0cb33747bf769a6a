package io.carillon.ingest.admission;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each of many publish so much in a second, and no more than that at once.
 *
 * <p>The table is bounded. When it is full, whoever was not seen for longest is forgotten and begins anew with a full
 * bucket, which in most cases it had anyway. Safe for use by many threads.
 */
final class TokenBuckets {

    private final double perSecond;
    private final double room;

    @GuardedBy("this") private final Map<String, Bucket> buckets;

    private static final class Bucket {
        private double tokens;
        private long atNanos;

        Bucket(double tokens, long atNanos) {
            this.tokens = tokens;
            this.atNanos = atNanos;
        }
    }

    /**
     * Makes buckets that are full.
     *
     * @param perSecond what each gets back in a second
     * @param room what each can save up
     * @param limit most who are remembered
     */
    TokenBuckets(int perSecond, int room, int limit) {
        this.perSecond = perSecond;
        this.room = room;
        this.buckets = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > limit;
            }
        };
    }

    /** Takes so much of somebody's bucket, or nothing if there is not as much; what exceeds the bucket counts as all of it. */
    synchronized boolean tryTake(String who, int count, long nowNanos) {
        Bucket bucket = buckets.computeIfAbsent(who, _ -> new Bucket(room, nowNanos));
        bucket.tokens = Math.min(room, bucket.tokens + (nowNanos - bucket.atNanos) / 1e9 * perSecond);
        bucket.atNanos = nowNanos;
        double wanted = Math.min(count, room);
        if (bucket.tokens < wanted) {
            return false;
        }
        bucket.tokens -= wanted;
        return true;
    }

    synchronized int size() {
        return buckets.size();
    }
}
