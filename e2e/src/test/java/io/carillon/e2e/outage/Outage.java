package io.carillon.e2e.outage;

import io.carillon.e2e.system.BrokerProcess;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Topic;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run in which the broker is killed under load, stays away for some heartbeats, and comes back with its data; and
 * everything that was seen of it from outside.
 *
 * @param killedNanos when the broker was gone
 * @param backNanos when it was started again and ready
 * @param unreadyAfter how long after the kill readiness was refused
 * @param readyAfter how long after the broker's return readiness was granted
 * @param attempts what was published, with the answers
 * @param witnesses what the subscribers heard that were connected all the time
 * @param log what the topic holds in the end
 */
record Outage(
        long killedNanos,
        long backNanos,
        Duration unreadyAfter,
        Duration readyAfter,
        List<NumberedLoad.Attempt> attempts,
        List<Witness> witnesses,
        List<ConsumerRecord<String, String>> log) {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SOME = 20;

    /** A subscriber that was connected all the time. */
    record Witness(Transport transport, String channel, List<Heard> heard) {}

    private record Connected(Transport transport, String channel, Subscriber subscriber) {}

    static Outage happen() {
        List<String> channels = List.of(ChannelNames.fresh("outage"), ChannelNames.fresh("outage"));
        try (var folder = new DataFolder();
                var broker = new BrokerProcess(folder.path().resolve("broker"));
                var carillon = RunningCarillon.start(DevCommand.in(folder.path().resolve("dev"))
                        .withKafka(broker.bootstrapServers())
                        .with("push.heartbeat.interval.duration", "1s"))) {
            List<Connected> connected = connect(channels, carillon);
            try (var load = new NumberedLoad(carillon, channels, PAUSE)) {
                awaitAccepted(SOME, channels, load);

                broker.kill();
                long killedNanos = System.nanoTime();
                carillon.awaitReadiness(503, PATIENCE);
                Duration unreadyAfter = Duration.ofNanos(System.nanoTime() - killedNanos);
                awaitRefused(channels, load);
                connected.forEach(Outage::awaitTwoHeartbeats);

                broker.startAgain();
                long backNanos = System.nanoTime();
                carillon.awaitReadiness(200, PATIENCE);
                Duration readyAfter = Duration.ofNanos(System.nanoTime() - backNanos);
                int before = channels.stream()
                        .mapToInt(channel -> load.accepted(channel).size())
                        .max()
                        .orElseThrow();
                awaitAccepted(before + SOME, channels, load);
                load.stop();

                connected.forEach(client -> awaitHeard(client, load));
                List<Witness> witnesses = connected.stream()
                        .map(client -> new Witness(
                                client.transport(),
                                client.channel(),
                                client.subscriber().heard()))
                        .toList();
                try (var topic = new Topic(broker.bootstrapServers())) {
                    return new Outage(
                            killedNanos,
                            backNanos,
                            unreadyAfter,
                            readyAfter,
                            load.attempts(),
                            witnesses,
                            topic.readAll());
                }
            } finally {
                connected.forEach(client -> client.subscriber().close());
            }
        }
    }

    private static List<Connected> connect(List<String> channels, RunningCarillon carillon) {
        List<Connected> connected = new ArrayList<>();
        for (String channel : channels) {
            for (Transport transport : Transport.values()) {
                connected.add(new Connected(transport, channel, carillon.subscribe(transport, channel)));
                connected.add(new Connected(transport, channel, carillon.subscribe(transport, channel)));
            }
        }
        return connected;
    }

    private static void awaitAccepted(int count, List<String> channels, NumberedLoad load) {
        Eventually.within(PATIENCE)
                .observing(load::attempts)
                .until(
                        count + " accepted publications of each channel",
                        () -> channels.stream()
                                .allMatch(channel -> load.accepted(channel).size() >= count));
    }

    private static void awaitRefused(List<String> channels, NumberedLoad load) {
        Eventually.within(PATIENCE)
                .observing(load::attempts)
                .until(
                        "503 for each channel",
                        () -> channels.stream()
                                .allMatch(channel -> load.attempts().stream()
                                        .anyMatch(attempt ->
                                                attempt.channel().equals(channel) && attempt.status() == 503)));
    }

    /** Those that arrive from now on. */
    private static void awaitTwoHeartbeats(Connected client) {
        long now = System.nanoTime();
        int fresh = 0;
        while (fresh < 2) {
            Heard event = client.subscriber().next();
            fresh += event.isHeartbeat() && event.atNanos() - now > 0 ? 1 : 0;
        }
    }

    private static void awaitHeard(Connected client, NumberedLoad load) {
        int last = load.accepted(client.channel()).getLast().number();
        String data = "{\"channel\":\"" + client.channel() + "\",\"message\":" + last + "}";
        Eventually.within(PATIENCE)
                .observing(() -> client.subscriber().messages())
                .until(data, () -> client.subscriber().messages().contains(data));
    }

    /** Returns the attempts that began after the kill and were decided before the broker was back. */
    List<NumberedLoad.Attempt> attemptsMeanwhile() {
        return attempts.stream()
                .filter(attempt -> attempt.startNanos() - killedNanos > 0 && attempt.endNanos() - backNanos < 0)
                .toList();
    }

    /** Returns the longest time that an answer took in the whole run. */
    Duration slowestAnswer() {
        return Duration.ofNanos(attempts.stream()
                .mapToLong(attempt -> attempt.took().toNanos())
                .max()
                .orElse(0));
    }

    @Override
    public String toString() {
        return "outage of " + TimeUnit.NANOSECONDS.toMillis(backNanos - killedNanos) + " ms: unready after "
                + unreadyAfter.toMillis() + " ms, ready again after " + readyAfter.toMillis() + " ms, slowest answer "
                + slowestAnswer().toMillis() + " ms, " + attempts.size() + " attempts";
    }
}
