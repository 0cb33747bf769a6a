package io.carillon.runtime.http;

import io.carillon.runtime.config.Settings;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose word about a client's address counts: that of the proxies of the list. Anybody can send {@code Forwarded} or {@code
 * X-Forwarded-For}; from others they are not looked at, so that nobody evades a limit by naming another address, or has
 * somebody else limited.
 */
public final class TrustedProxies {

    private static final String KEY = "push.trusted.proxies";
    private static final HeaderName X_FORWARDED_FOR = HeaderNames.X_FORWARDED_FOR;
    private static final HeaderName FORWARDED = HeaderNames.FORWARDED;
    private static final Pattern FORWARDED_FOR = Pattern.compile(
            "(?:^|;)\\s*for=\"?(\\[[0-9a-fA-F:.]+\\]|[0-9.]+)(?::[0-9]+)?\"?", Pattern.CASE_INSENSITIVE);

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Returns the rule that trusts nobody. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * Returns the rule that trusts these.
     *
     * @param ranges addresses, or ranges such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if one is neither
     */
    public static TrustedProxies of(List<String> ranges) {
        return new TrustedProxies(ranges.stream().map(AddressRange::parse).toList());
    }

    /** Reads {@code push.trusted.proxies}. */
    public static TrustedProxies from(Settings settings) {
        List<String> ranges = settings.list(KEY, List.of());
        try {
            return of(ranges);
        } catch (IllegalArgumentException e) {
            settings.require(false, KEY, String.valueOf(e.getMessage()));
            return none();
        }
    }

    /**
     * Returns the address that a request comes from, as far as we can trust what we are told: the last one on the way that is
     * not a trusted proxy. Where both headers are there, one of them may be the client's own; then it is the proxy's.
     *
     * @param peer who has connected to us
     */
    public String client(SocketAddress peer, Headers headers) {
        if (!(peer instanceof InetSocketAddress internet)) {
            return "local";
        }
        InetAddress address = internet.getAddress();
        if (ranges.isEmpty() || !isTrusted(address)) {
            return address.getHostAddress();
        }
        List<String> forwarded = forwarded(headers);
        List<String> forwardedFor = forwardedFor(headers);
        if (!forwarded.isEmpty() && !forwardedFor.isEmpty()) {
            // A proxy that writes one of them passes the other on as the client wrote it, and we do not know which.
            return address.getHostAddress();
        }
        List<String> way = forwarded.isEmpty() ? forwardedFor : forwarded;
        for (int i = way.size() - 1; i >= 0; i--) {
            InetAddress hop = AddressRange.literal(way.get(i));
            if (hop == null) {
                break;
            }
            address = hop;
            if (!isTrusted(hop)) {
                break;
            }
        }
        return address.getHostAddress();
    }

    private boolean isTrusted(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<String> forwarded(Headers headers) {
        var way = new ArrayList<String>();
        for (String line : headers.values(FORWARDED)) {
            for (String hop : line.split(",", -1)) {
                Matcher named = FORWARDED_FOR.matcher(hop.strip());
                way.add(named.find() ? named.group(1).replaceAll("[\\[\\]]", "") : "");
            }
        }
        return way;
    }

    private static List<String> forwardedFor(Headers headers) {
        var way = new ArrayList<String>();
        for (String line : headers.values(X_FORWARDED_FOR)) {
            for (String hop : line.split(",", -1)) {
                way.add(hop.strip());
            }
        }
        return way;
    }
}
