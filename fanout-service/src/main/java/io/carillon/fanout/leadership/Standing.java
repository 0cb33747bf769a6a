package io.carillon.fanout.leadership;

import io.carillon.fanout.ownership.Member;

/** What the leader knows of one node in this term. */
final class Standing {

    MemberReport report;

    long heardNanos;

    /** Whether its session ended since it was heard. */
    boolean left;

    /** Whether the process is known to be gone: its session broke, and nobody listens at its address any more. */
    boolean gone;

    Standing(MemberReport report, long heardNanos) {
        this.report = report;
        this.heardNanos = heardNanos;
    }

    /** Returns whether what is known is about the process that is registered. */
    boolean isOf(Member member) {
        return report.self().start() == member.start();
    }
}
