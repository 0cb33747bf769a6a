package io.carillon.standalone;

import io.carillon.runtime.lifecycle.Part;
import io.carillon.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The broker inside as a part of the process.
 *
 * <p>Starts on a thread of its own, which nobody interrupts: Kafka takes an interrupt while it starts for a fault, and ends
 * the process with a stack trace. Who stops the process meanwhile waits for the start to end, if there is time.
 */
final class BrokerPart implements Part {

    private final EmbeddedBroker broker;

    BrokerPart(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        var start = new FutureTask<Boolean>(() -> {
            broker.start();
            return true;
        });
        Thread.ofPlatform().name("broker-start").daemon().start(start);
        boolean interrupted = false;
        while (!start.isDone()) {
            try {
                start.get();
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IOException(
                        e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
            }
        }
        if (interrupted) {
            broker.close();
            throw new InterruptedException("stopped while the broker started");
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
