package io.carillon.runtime.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits. */
record AddressRange(InetAddress first, int bits) {

    /** Reads an address, or a range such as {@code 10.0.0.0/8}; never a name, for which somebody else would be asked. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        int length = address == null ? 0 : address.getAddress().length * 8;
        int bits = slash < 0 ? length : bits(text.substring(slash + 1));
        if (address == null || bits < 0 || bits > length) {
            throw new IllegalArgumentException(
                    "address: " + text + " (expected: an IP address, or a range such as 10.0.0.0/8)");
        }
        return new AddressRange(address, bits);
    }

    /** Returns the address that a text is, or null if it is none. */
    static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    boolean contains(InetAddress address) {
        byte[] range = first.getAddress();
        byte[] other = address.getAddress();
        if (range.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((range[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
