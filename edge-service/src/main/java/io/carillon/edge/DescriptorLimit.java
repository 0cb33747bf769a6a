package io.carillon.edge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many descriptors the operating system lets this process have. */
final class DescriptorLimit {

    /** What holds where the system does not say. */
    private static final int UNKNOWN_SHARE = 10_000;

    private DescriptorLimit() {}

    /** Returns nine tenths of what there is: requests, links and files need some, and without any, nothing works. */
    static int shareForClients() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long share = system.getMaxFileDescriptorCount() / 10 * 9;
            return Math.clamp(share, 1, Integer.MAX_VALUE);
        }
        return UNKNOWN_SHARE;
    }
}
