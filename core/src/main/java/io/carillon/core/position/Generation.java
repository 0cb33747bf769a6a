package io.carillon.core.position;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Identity of a log: offsets of different generations have nothing to do with each other.
 *
 * <p>A generation is the Kafka topic's own id with the partition count and the way channels map to partitions. A topic
 * that was deleted and made again is another generation, so a cursor from before is recognised instead of being read
 * as a place in the new log.
 *
 * @param id 8 characters of base 36, derived from topic id, partition count and mapping
 * @param partitionCount how many partitions the log has, from 1 to 4096
 */
public record Generation(String id, int partitionCount) {

    /** Most partitions of a log. */
    public static final int MAX_PARTITIONS = 4096;

    private static final Pattern ID = Pattern.compile("[0-9a-z]{8}");
    private static final String MAPPING = "murmur2";
    private static final long ID_SPACE = 36L * 36 * 36 * 36 * 36 * 36 * 36 * 36;

    public Generation {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id: " + id + " (expected: 8 characters of 0-9 and a-z)");
        }
        if (partitionCount < 1 || partitionCount > MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitionCount: " + partitionCount + " (expected: 1 to " + MAX_PARTITIONS + ")");
        }
    }

    /**
     * Returns the generation of a topic.
     *
     * @param topicId the id that Kafka gave the topic when it was created
     * @param partitionCount how many partitions the topic has
     */
    public static Generation of(String topicId, int partitionCount) {
        byte[] identity = (topicId + '|' + partitionCount + '|' + MAPPING).getBytes(StandardCharsets.UTF_8);
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(identity);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long number = 0;
        for (int i = 0; i < 7; i++) {
            number = number << 8 | (digest[i] & 0xff);
        }
        String text = Long.toString(number % ID_SPACE, 36);
        return new Generation("0".repeat(8 - text.length()) + text, partitionCount);
    }
}
