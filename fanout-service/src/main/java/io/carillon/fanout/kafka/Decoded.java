package io.carillon.fanout.kafka;

import io.carillon.core.publication.Publication;

/** What a record of the topic turned out to be. */
sealed interface Decoded {

    /** A publication. */
    record Heard(Publication publication) implements Decoded {}

    /** Something that nobody may hear. */
    record Skipped(SkipReason reason) implements Decoded {}
}
