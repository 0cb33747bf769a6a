package io.carillon.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.e2e.system.Carillon;
import io.carillon.e2e.system.ChannelNames;
import io.carillon.e2e.system.Heard;
import io.carillon.e2e.system.PublishConnection;
import io.carillon.e2e.system.Receipt;
import io.carillon.e2e.system.RunningCarillon;
import io.carillon.e2e.system.Subscriber;
import io.carillon.e2e.system.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise that a stranger's system breaks most easily: nothing is lost right after the first heartbeat. */
@Carillon
class FirstHeartbeatTest {

    private static final int TRIALS = 500;
    private static final int AT_ONCE = 8;

    /** P28, half of its thousand trials for each transport. */
    @ParameterizedTest
    @EnumSource
    void p28WhatIsPublishedRightAfterTheFirstHeartbeatIsHeard(Transport transport, RunningCarillon carillon)
            throws InterruptedException, ExecutionException {
        List<Future<Integer>> workers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < AT_ONCE; worker++) {
                int trials = TRIALS / AT_ONCE + (worker < TRIALS % AT_ONCE ? 1 : 0);
                workers.add(threads.submit(() -> run(trials, transport, carillon)));
            }
        }

        int heard = 0;
        for (Future<Integer> worker : workers) {
            heard += worker.get();
        }
        assertThat(heard).isEqualTo(TRIALS);
    }

    private static int run(int trials, Transport transport, RunningCarillon carillon) {
        try (var publisher = new PublishConnection(carillon)) {
            for (int trial = 0; trial < trials; trial++) {
                // A channel that nobody had before has the longest way to go until it is subscribed.
                String channel = ChannelNames.fresh("p28");
                try (Subscriber subscriber = carillon.subscribe(transport, channel)) {
                    Receipt receipt = publisher.publish(channel, String.valueOf(trial));

                    Heard message = subscriber.next("message");
                    assertThat(message.data()).isEqualTo("{\"channel\":\"" + channel + "\",\"message\":" + trial + "}");
                    assertThat(receipt.subscribers()).isEqualTo(1);
                }
            }
            return trials;
        }
    }
}
