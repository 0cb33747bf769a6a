package io.carillon.standalone.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: the first one asks to stop, a second one ends the process at once.
 *
 * <p>A shutdown hook does not do here, since the JVM is deaf to further signals while its hooks run, and a process that
 * was asked to stop and did so has gone well, and should say so. What the JDK has for this is outside of the Java API,
 * and so is reached by reflection: the compiler would not let it pass otherwise.
 */
final class StopSignals {

    private static final List<String> NAMES = List.of("INT", "TERM");

    /** Added to a signal's number, this is the exit code of what a signal has ended. */
    private static final int SIGNAL_EXIT_CODE = 128;

    private final Runnable stop;
    private final AtomicBoolean asked = new AtomicBoolean();

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /**
     * Handles the signals from now on.
     *
     * @param stop called once, on a thread of its own; returns when everything has stopped
     */
    static StopSignals handle(Runnable stop) {
        var signals = new StopSignals(stop);
        try {
            signals.register();
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Then signals end the JVM as they always do, through its hooks.
            System.getLogger(StopSignals.class.getName())
                    .log(System.Logger.Level.DEBUG, "signals are left to the JVM", e);
        }
        return signals;
    }

    /** Returns whether somebody asked to stop. */
    boolean asked() {
        return asked.get();
    }

    private void register() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Method handle = signal.getMethod("handle", signal, handler);
        Method number = signal.getMethod("getNumber");
        InvocationHandler received = (_, _, arguments) -> {
            received((int) number.invoke(arguments[0]));
            return null;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, received);
        for (String name : NAMES) {
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        }
    }

    private void received(int number) {
        if (asked.compareAndSet(false, true)) {
            Thread.ofPlatform().name("stop").start(stop);
        } else {
            Runtime.getRuntime().halt(SIGNAL_EXIT_CODE + number);
        }
    }
}
