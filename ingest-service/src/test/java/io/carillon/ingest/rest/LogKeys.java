package io.carillon.ingest.rest;

import io.carillon.core.log.InMemoryLog;
import io.carillon.core.position.Cursor;
import io.carillon.core.publication.Digest;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import io.carillon.ingest.publish.KeyOwner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An owner that knows every key in a log of one partition, unless the test lets it know something else. */
final class LogKeys implements KeyOwner {

    private final InMemoryLog log;

    /** What every question is answered with instead, if anything. */
    volatile @Nullable Known answer;

    LogKeys(InMemoryLog log) {
        this.log = log;
    }

    @Override
    public Known reserve(String channel, String principal, String key, Digest body) {
        Known scripted = answer;
        List<Publication> earlier = under(channel, principal, key);
        if (scripted != null) {
            return scripted;
        }
        return earlier.isEmpty() ? new Known.Fresh(log.end(0) - 1) : repeat(earlier.getFirst(), body);
    }

    @Override
    public Known judge(String channel, PublishKey key, long offset) {
        Known scripted = answer;
        Publication first = under(channel, key.principal(), key.key()).getFirst();
        if (scripted != null) {
            return scripted;
        }
        return first.offset() == offset ? new Known.First() : repeat(first, key.body());
    }

    private Known repeat(Publication first, Digest body) {
        String id = Cursor.at(log.generation(), first.timeMillis(), 0, first.offset())
                .text();
        return new Known.Repeat(id, first.key() != null && first.key().body().equals(body));
    }

    private List<Publication> under(String channel, String principal, String key) {
        return log.read(channel).stream()
                .filter(publication -> publication.key() != null
                        && publication.key().principal().equals(principal)
                        && publication.key().key().equals(key))
                .toList();
    }
}
