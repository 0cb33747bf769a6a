package io.carillon.runtime.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Key material as its files have it, from the moment it is made; read anew when they change, between {@link #start} and {@link
 * #close}. Files that are not good are told of and counted, and what was there before stays in use.
 *
 * <p>Threading: one virtual thread looks at the files and alone writes; everything else may be called from anywhere.
 */
final class WatchedKeyMaterial {

    private static final System.Logger LOGGER = System.getLogger(WatchedKeyMaterial.class.getName());

    /** What material has to be beside fitting together. */
    interface Rule {
        void check(KeyMaterial material) throws IOException;
    }

    private record Latest(ServiceKeyManager.Loaded current, ServiceKeyManager.@Nullable Loaded previous) {}

    private final String purpose;
    private final TlsFiles files;
    private final Duration every;
    private final InstantSource clock;
    private final Rule rule;
    private final LongAdder loads = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What was last looked at, good or not. */
    private FileContents seen;

    private @Nullable String complained;
    private volatile Latest latest;

    /**
     * Reads the files.
     *
     * @param purpose what the material is for, for the log
     * @param every how often the files are looked at
     * @throws IOException if they are not good; says which and why
     */
    WatchedKeyMaterial(String purpose, TlsFiles files, Duration every, InstantSource clock, Rule rule)
            throws IOException {
        this.purpose = purpose;
        this.files = files;
        this.every = every;
        this.clock = clock;
        this.rule = rule;
        this.seen = FileContents.read(files);
        this.latest = new Latest(load(seen), null);
    }

    void start() {
        LOGGER.log(
                Level.INFO,
                "{0}: certificate valid until {1}",
                purpose,
                current().expires());
        Thread.ofVirtual().name("carillon-tls-files").start(this::watch);
    }

    void close() {
        closed.countDown();
    }

    /** Returns the material in use. */
    KeyMaterial current() {
        return latest.current().material();
    }

    /** Returns the latest loadings, the one in use first. */
    Stream<ServiceKeyManager.Loaded> loadings() {
        Latest now = latest;
        return Stream.of(Optional.of(now.current()), Optional.ofNullable(now.previous()))
                .flatMap(Optional::stream);
    }

    long loads() {
        return loads.sum();
    }

    long failures() {
        return failures.sum();
    }

    private void watch() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            FileContents contents = FileContents.read(files);
            if (contents.equals(seen)) {
                return;
            }
            seen = contents;
            latest = new Latest(load(contents), latest.current());
            complained = null;
            LOGGER.log(
                    Level.INFO,
                    "{0}: loaded anew, valid until {1}",
                    purpose,
                    current().expires());
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Says once what is wrong, not at every look. */
    private void complain(String what) {
        if (!what.equals(complained)) {
            complained = what;
            failures.increment();
            LOGGER.log(Level.WARNING, "{0}: key material not loaded, the one before stays in use: {1}", purpose, what);
        }
    }

    private ServiceKeyManager.Loaded load(FileContents contents) throws IOException {
        KeyMaterial material = KeyMaterial.parse(files, contents, clock.instant());
        rule.check(material);
        loads.increment();
        return new ServiceKeyManager.Loaded(Long.toString(loads.sum()), material);
    }
}
