package io.carillon.bench.load;

import java.time.Duration;

/**
 * What is asked of a server.
 *
 * @param transport how subscribers hear
 * @param subscribers how many there are
 * @param channels how many channels they spread over; publications go to each in turn
 * @param channelsEach how many of the channels each subscriber wants
 * @param rate publications a second, over all channels; 0 for none
 * @param payloadBytes padding of each publication
 * @param warmup how long is published before anything counts
 * @param measured how long is published then
 * @param stalled how many of the subscribers stop reading when measuring begins
 * @param connecting how many connects are under way at once
 */
public record Load(
        Transport transport,
        int subscribers,
        int channels,
        int channelsEach,
        double rate,
        int payloadBytes,
        Duration warmup,
        Duration measured,
        int stalled,
        int connecting) {

    /** Returns the same publishing, heard by nobody. */
    public Load unheard() {
        return new Load(transport, 0, channels, channelsEach, rate, payloadBytes, warmup, measured, 0, connecting);
    }

    /** Returns this load for another time, without a warm-up. */
    public Load lasting(Duration time) {
        return lasting(Duration.ZERO, time);
    }

    /** Returns this load for another time, which counts after some other. */
    public Load lasting(Duration warmupTime, Duration time) {
        return new Load(
                transport,
                subscribers,
                channels,
                channelsEach,
                rate,
                payloadBytes,
                warmupTime,
                time,
                stalled,
                connecting);
    }

    /** Returns this load over another transport. */
    public Load over(Transport other) {
        return new Load(
                other, subscribers, channels, channelsEach, rate, payloadBytes, warmup, measured, stalled, connecting);
    }

    /** Returns this load with so many channels for each subscriber. */
    public Load wanting(int channelsOfEach) {
        return new Load(
                transport,
                subscribers,
                channels,
                channelsOfEach,
                rate,
                payloadBytes,
                warmup,
                measured,
                stalled,
                connecting);
    }
}
