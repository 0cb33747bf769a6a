package io.carillon.runtime.auth;

import io.carillon.runtime.http.OriginRule;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;

/** Which page a request comes from, as far as the browser tells; a script in the page has no say in it. */
public final class PageOrigin {

    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final List<String> origins;
    private final List<String> hosts;
    private final List<String> sites;

    private PageOrigin(Headers headers) {
        origins = headers.values(HeaderNames.ORIGIN);
        hosts = headers.values(HeaderNames.HOST);
        sites = headers.values(SEC_FETCH_SITE);
    }

    /** Returns where a request with these headers comes from. */
    public static PageOrigin of(Headers headers) {
        return new PageOrigin(headers);
    }

    /**
     * Returns the origin to give a ticket for: the page's, or empty text for pages of this host, whose browser names no
     * origin with a GET.
     */
    public String forTicket() {
        return origins.size() == 1 && !isSameHost() ? origins.getFirst().strip() : "";
    }

    /** Returns whether this is the page of that origin; for empty text, a page of this host. */
    boolean is(String origin) {
        if (!origin.isEmpty()) {
            return origins.size() == 1 && origins.getFirst().strip().equals(origin);
        }
        return origins.isEmpty() ? sites.equals(List.of("same-origin")) : isSameHost();
    }

    /**
     * Returns whether cookies of this request may speak for their owner: browsers send them along from any page, so a foreign
     * page could act in the user's name.
     */
    boolean isTrusted(OriginRule rule) {
        if (!origins.isEmpty()) {
            return rule.allows(origins, hosts) || isSameHost();
        }
        return sites.isEmpty() || !sites.contains("cross-site");
    }

    private boolean isSameHost() {
        return OriginRule.sameHost().allows(origins, hosts) && !origins.isEmpty();
    }
}
