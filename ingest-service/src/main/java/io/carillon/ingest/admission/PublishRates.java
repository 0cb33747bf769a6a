package io.carillon.ingest.admission;

import io.carillon.core.time.Ticker;

/** How fast each principal, and each address, may publish. Safe for use by many threads. */
public final class PublishRates {

    /** Most principals, and most addresses, that are remembered. */
    private static final int REMEMBERED = 20_000;

    /** How many seconds' worth can be published at once. */
    private static final int BURST_SECONDS = 2;

    private final TokenBuckets principals;
    private final TokenBuckets addresses;
    private final Ticker ticker;

    /** What became of the wish to publish. */
    public enum Verdict {
        WITHIN,
        PRINCIPAL_TOO_FAST,
        ADDRESS_TOO_FAST
    }

    /**
     * Makes the rule.
     *
     * @param perPrincipal messages of a principal in a second, from 1
     * @param perAddress messages from an address in a second, from 1
     */
    public PublishRates(int perPrincipal, int perAddress, Ticker ticker) {
        this.principals = new TokenBuckets(perPrincipal, burst(perPrincipal), REMEMBERED);
        this.addresses = new TokenBuckets(perAddress, burst(perAddress), REMEMBERED);
        this.ticker = ticker;
    }

    /**
     * Takes account of messages that somebody wants to publish.
     *
     * @param principal who it is; empty if nobody was asked, and then only the address counts
     */
    public Verdict tryPublish(String principal, String address, int messages) {
        long now = ticker.nanos();
        if (!addresses.tryTake(address, messages, now)) {
            return Verdict.ADDRESS_TOO_FAST;
        }
        return principal.isEmpty() || principals.tryTake(principal, messages, now)
                ? Verdict.WITHIN
                : Verdict.PRINCIPAL_TOO_FAST;
    }

    /** Returns how many principals and addresses are remembered. */
    public int remembered() {
        return principals.size() + addresses.size();
    }

    private static int burst(int perSecond) {
        return (int) Math.min(Integer.MAX_VALUE, (long) BURST_SECONDS * perSecond);
    }
}
