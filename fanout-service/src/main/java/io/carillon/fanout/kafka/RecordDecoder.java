package io.carillon.fanout.kafka;

import io.carillon.core.channel.ChannelName;
import io.carillon.core.channel.Partitioner;
import io.carillon.core.log.KeyHeaders;
import io.carillon.core.log.ValueCheck;
import io.carillon.core.publication.Publication;
import io.carillon.core.publication.PublishKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a record is a publication, and which. Every reader comes to the same verdict, since it depends on the
 * record alone. Safe for use by many threads.
 */
final class RecordDecoder {

    private final int partitionCount;
    private final ValueCheck values;

    RecordDecoder(int partitionCount, ValueCheck values) {
        this.partitionCount = partitionCount;
        this.values = values;
    }

    Decoded decode(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        if (key == null) {
            return new Decoded.Skipped(SkipReason.MISSING_CHANNEL);
        }
        Optional<String> channel = channelOf(key);
        if (channel.isEmpty()) {
            return new Decoded.Skipped(SkipReason.INVALID_CHANNEL);
        }
        if (Partitioner.partitionOf(channel.get(), partitionCount) != record.partition()) {
            return new Decoded.Skipped(SkipReason.FOREIGN_PARTITION);
        }
        byte @Nullable [] value = record.value();
        if (value == null) {
            return new Decoded.Skipped(SkipReason.MISSING_VALUE);
        }
        return values.check(value)
                .<Decoded>map(payload -> new Decoded.Heard(new Publication(
                        channel.get(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        payload,
                        keyOf(record))))
                .orElseGet(() -> new Decoded.Skipped(SkipReason.BROKEN_VALUE));
    }

    private static @Nullable PublishKey keyOf(ConsumerRecord<byte[], byte[]> record) {
        return KeyHeaders.read(record.offset(), name -> {
                    Header header = record.headers().lastHeader(name);
                    return header == null ? null : header.value();
                })
                .orElse(null);
    }

    private static Optional<String> channelOf(byte[] key) {
        if (key.length > ChannelName.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            // A fresh decoder reports broken UTF-8, where the String constructor would put replacement characters and
            // so make one channel of different keys.
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return ChannelName.isValid(name) ? Optional.of(name) : Optional.empty();
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
