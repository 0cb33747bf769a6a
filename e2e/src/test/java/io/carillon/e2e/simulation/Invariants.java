package io.carillon.e2e.simulation;

import java.util.List;

/** Everything that must always hold. */
final class Invariants {

    private Invariants() {}

    /** Returns a fresh set, since some remember what they saw of one world. */
    static List<Invariant> all() {
        return List.of(
                new OneOwnerPerEpoch(),
                new EpochsAreGivenOnce(),
                new EpochsOnlyGrow(),
                new MovesStayFew(),
                new NothingGoesToWhoLeaves(),
                new FirstEventIsHeartbeat(),
                new MessagesAreWhatWasPublished(),
                new OrderPerChannel(),
                new NoDuplicate(),
                new CursorsAreTrue(),
                new NoSilentGap(),
                new GapsAreHonest(),
                new EndsAreAnnounced(),
                new QueuesStayBounded(),
                new SubscriberCountExact(),
                new EveryoneIsServed(),
                new CatchUpsGoOn(),
                new LastIsNoMore(),
                new WindowIsKept(),
                new OrphansAreAdopted(),
                new SharesAreEven());
    }
}
