package io.carillon.e2e.system;

import java.util.concurrent.atomic.AtomicInteger;

/** Channels that no other test uses, since tests share a process. */
public final class ChannelNames {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private ChannelNames() {}

    /** Returns a name that begins with these letters. */
    public static String fresh(String prefix) {
        return prefix + '-' + NEXT.incrementAndGet();
    }
}
