package io.carillon.e2e.system;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A {@linkplain NumberedLoad numbered} publication with its place in its partition, from whatever side it is seen.
 *
 * @param offset where it is in its partition
 * @param number what was published
 */
public record Numbered(long offset, int number) {

    private static final Pattern MESSAGE = Pattern.compile("\\{\"channel\":\"([^\"]+)\",\"message\":([0-9]+)}");

    /** Returns what a subscriber heard of a channel, in the order in which it heard it. */
    public static List<Numbered> heardBy(List<Heard> heard, String channel) {
        return heard.stream()
                .filter(event -> event.event().equals("message"))
                .map(event -> of(event, channel))
                .toList();
    }

    /** Returns what the log has of a channel behind an offset, up to and with another. */
    public static List<Numbered> inLog(
            List<ConsumerRecord<String, String>> records, String channel, long from, long through) {
        return records.stream()
                .filter(record -> channel.equals(record.key()))
                .filter(record -> record.offset() > from && record.offset() <= through)
                .map(record -> new Numbered(record.offset(), Integer.parseInt(record.value())))
                .toList();
    }

    /** Returns where accepted publications are. */
    public static List<Numbered> accepted(List<NumberedLoad.Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> new Numbered(attempt.receipt().position().offset(), attempt.number()))
                .toList();
    }

    private static Numbered of(Heard event, String channel) {
        Matcher matcher = MESSAGE.matcher(event.data());
        if (!matcher.matches() || !matcher.group(1).equals(channel)) {
            throw new AssertionError("message: " + event.data() + " (expected: a number in " + channel + ")");
        }
        return new Numbered(event.cursor().positions().getFirst().offset(), Integer.parseInt(matcher.group(2)));
    }
}
