package io.carillon.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of publications, encoded once but for the channel and the time at which each is due: to encode 50 KB anew for each
 * would cost the client as much as the server needs to take them.
 */
final class PublicationTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([CT])}");

    private final List<byte[]> pieces = new ArrayList<>();
    private final List<Boolean> placesOfChannel = new ArrayList<>();

    /**
     * Makes a template.
     *
     * @param body in which {@code {C}} stands for the channel, {@code {T}} for the due time, and {@code {P}} for the padding
     * @param payloadBytes how much padding there is
     */
    PublicationTemplate(String body, int payloadBytes) {
        String padded = body.replace("{P}", "x".repeat(payloadBytes));
        Matcher places = PLACE.matcher(padded);
        int from = 0;
        while (places.find()) {
            pieces.add(ascii(padded.substring(from, places.start())));
            placesOfChannel.add(places.group(1).equals("C"));
            from = places.end();
        }
        pieces.add(ascii(padded.substring(from)));
    }

    /**
     * Returns a request with a body of this kind.
     *
     * @param head all but the length of the body and the empty line
     */
    ByteBuffer request(String head, String channel, long dueNanos) {
        byte[] channelBytes = ascii(channel);
        byte[] due = ascii(Stamps.of(dueNanos));
        int length = pieces.stream().mapToInt(piece -> piece.length).sum()
                + placesOfChannel.stream()
                        .mapToInt(ofChannel -> ofChannel ? channelBytes.length : due.length)
                        .sum();
        byte[] start = ascii(head + "Content-Length: " + length + "\r\n\r\n");
        ByteBuffer request = ByteBuffer.allocate(start.length + length).put(start);
        for (int i = 0; i < pieces.size(); i++) {
            request.put(pieces.get(i));
            if (i < placesOfChannel.size()) {
                request.put(placesOfChannel.get(i) ? channelBytes : due);
            }
        }
        return request.flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
