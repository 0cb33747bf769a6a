package io.carillon.e2e.drain;

import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.DataFolder;
import io.carillon.e2e.system.DevCommand;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.NumberedLoad;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Topic;
import io.carillon.e2e.system.Transport;
import io.carillon.testkit.wait.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One run in which a process with many clients is asked to stop under load, and started again on the same data; and
 * everything that was seen of it from outside.
 *
 * @param exitCode of the process that was asked to stop
 * @param took how long it took to end
 * @param witnesses what the clients saw
 * @param latecomers what those saw who connected while the others were being sent away
 * @param attempts what was published until the process had ended, with the answers
 * @param first where a publication went before the end
 * @param next where one went to the same channel after the start that followed
 * @param log what the topic holds in the end
 */
record Drain(
        int exitCode,
        Duration took,
        List<Witness> witnesses,
        List<Latecomer> latecomers,
        List<NumberedLoad.Attempt> attempts,
        Receipt first,
        Receipt next,
        List<ConsumerRecord<String, String>> log) {

    static final int CLIENTS_OF_EACH_TRANSPORT = 40;

    private static final int CHANNELS = 4;
    private static final int SOME = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A client that was connected when the end began.
     *
     * @param readinessAtNotice the answer of readiness right after the client was asked to reconnect
     * @param endNanos when its connection had ended
     */
    record Witness(
            Transport transport,
            String channel,
            int readinessAtNotice,
            Subscriber.Ending ending,
            long endNanos,
            List<Heard> heard) {

        /** Returns how far the log was covered when the first event was sent. */
        long from() {
            return heard.getFirst().cursor().positions().getFirst().offset();
        }

        /** Returns how far the log was covered when the last event was sent: what comes back with it misses nothing. */
        long through() {
            return heard.getLast().cursor().positions().getFirst().offset();
        }
    }

    /** A client that connected when the end had begun. */
    record Latecomer(Transport transport, List<Heard> heard, Subscriber.Ending ending) {}

    private record Connected(Transport transport, String channel, Subscriber subscriber) {}

    static Drain happen() throws InterruptedException, ExecutionException {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            channels.add(ChannelNames.fresh("drain"));
        }
        try (var folder = new DataFolder();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            DevCommand command = DevCommand.in(folder.path()).with("push.heartbeat.interval.duration", "1s");
            RunningCarillon carillon = RunningCarillon.start(command);
            List<Connected> connected = new ArrayList<>();
            try (carillon;
                    var load = new NumberedLoad(carillon, channels, PAUSE)) {
                connect(channels, carillon, connected);
                awaitMessages(connected);
                Receipt first = load.accepted(channels.getFirst()).getFirst().receipt();
                List<Future<Witness>> witnesses = witnesses(connected, carillon, threads);
                List<Future<Latecomer>> latecomers = latecomers(carillon, threads);

                long startNanos = System.nanoTime();
                int exitCode = carillon.stop();
                Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
                load.stop();

                return afterwards(
                        command,
                        new Ended(
                                exitCode,
                                took,
                                results(witnesses),
                                results(latecomers),
                                load.attempts(),
                                channels.getFirst(),
                                first));
            } finally {
                connected.forEach(client -> client.subscriber().close());
            }
        }
    }

    private record Ended(
            int exitCode,
            Duration took,
            List<Witness> witnesses,
            List<Latecomer> latecomers,
            List<NumberedLoad.Attempt> attempts,
            String channel,
            Receipt first) {}

    private static Drain afterwards(DevCommand command, Ended ended) {
        try (var carillon = RunningCarillon.start(command);
                var topic = new Topic(carillon.kafka())) {
            Receipt next = carillon.publish(ended.channel(), "\"after\"");
            List<ConsumerRecord<String, String>> numbers = topic.readAll().stream()
                    .filter(record -> !record.value().equals("\"after\""))
                    .toList();
            return new Drain(
                    ended.exitCode(),
                    ended.took(),
                    ended.witnesses(),
                    ended.latecomers(),
                    ended.attempts(),
                    ended.first(),
                    next,
                    numbers);
        }
    }

    private static void connect(List<String> channels, RunningCarillon carillon, List<Connected> connected) {
        for (int i = 0; i < CLIENTS_OF_EACH_TRANSPORT; i++) {
            String channel = channels.get(i % CHANNELS);
            for (Transport transport : Transport.values()) {
                connected.add(new Connected(transport, channel, carillon.subscribe(transport, channel)));
            }
        }
    }

    private static void awaitMessages(List<Connected> connected) {
        Eventually.within(PATIENCE)
                .until(
                        SOME + " messages at each client",
                        () -> connected.stream()
                                .allMatch(
                                        client -> client.subscriber().messages().size() >= SOME));
    }

    private static List<Future<Witness>> witnesses(
            List<Connected> connected, RunningCarillon carillon, ExecutorService threads) {
        List<Future<Witness>> witnesses = new ArrayList<>();
        for (Connected client : connected) {
            witnesses.add(threads.submit(() -> {
                Subscriber subscriber = client.subscriber();
                Heard _ = subscriber.next("reconnect");
                int readiness = carillon.readiness();
                Subscriber.Ending ending = subscriber.awaitEnding(PATIENCE);
                return new Witness(
                        client.transport(), client.channel(), readiness, ending, System.nanoTime(), subscriber.heard());
            }));
        }
        return witnesses;
    }

    private static List<Future<Latecomer>> latecomers(RunningCarillon carillon, ExecutorService threads) {
        List<Future<Latecomer>> latecomers = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            latecomers.add(threads.submit(() -> {
                carillon.awaitReadiness(503, PATIENCE);
                try (Subscriber subscriber =
                        carillon.open(transport, carillon.dial(transport, ChannelNames.fresh("late")))) {
                    Subscriber.Ending ending = subscriber.awaitEnding(PATIENCE);
                    return new Latecomer(transport, subscriber.heard(), ending);
                }
            }));
        }
        return latecomers;
    }

    private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }

    @Override
    public String toString() {
        long accepted =
                attempts.stream().filter(NumberedLoad.Attempt::isAccepted).count();
        return "drain of " + witnesses.size() + " clients: exit code " + exitCode + " after " + took.toMillis()
                + " ms, " + accepted + " of " + attempts.size() + " publications accepted, " + log.size()
                + " in the log";
    }
}
