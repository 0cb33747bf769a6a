package io.carillon.fanout.link;

import io.carillon.core.link.ToOwner;
import io.carillon.core.publication.Publication;
import io.carillon.fanout.history.LastSearch;
import io.carillon.fanout.history.RecentPublications;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Pages of one channel's past from memory, where memory has them. */
final class Recalls {

    private final RecentPublications recent;
    private final int searchCount;

    /**
     * Makes a view of recent publications.
     *
     * @param searchCount most publications looked at for one page
     */
    Recalls(RecentPublications recent, int searchCount) {
        this.recent = recent;
        this.searchCount = searchCount;
    }

    Recall recall(PageRequest request) {
        if (request.after() == ToOwner.FROM_LAST) {
            return last(request);
        }
        boolean here =
                request.after() >= recent.startFor(Set.of(request.channel())) && request.after() <= recent.through();
        return here ? page(request, request.after()) : new Recall.Older(recent.through(), null);
    }

    private Recall last(PageRequest request) {
        long until = Math.min(request.lastUntil(), recent.through());
        var search = new LastSearch(Set.of(request.channel()), request.lastCount(), until);
        int last = recent.indexAfter(until) - 1;
        int index = last;
        long floor = recent.startFor(Set.of(request.channel()));
        while (index >= 0 && index > last - searchCount && !search.isComplete() && recent.offset(index) > floor) {
            Publication publication = recent.get(index--);
            if (publication != null) {
                search.take(publication);
            }
        }
        if (index < 0 || recent.offset(index) <= floor) {
            search.searchedDownTo(floor);
        }
        boolean known = search.isComplete() || search.searchedTo() < 0;
        long place = search.place(until);
        return known && place >= floor ? page(request, place) : new Recall.Older(recent.through(), search);
    }

    private Recall page(PageRequest request, long after) {
        List<Publication> found = new ArrayList<>();
        int index = recent.indexAfter(after);
        int end = Math.min(recent.size(), index + searchCount);
        long bytes = 0;
        long through = after;
        while (index < end && found.size() < request.limit() && bytes < request.maxBytes()) {
            Publication publication = recent.get(index);
            if (publication != null && publication.channel().equals(request.channel())) {
                if (!found.isEmpty() && bytes + publication.weight() > request.maxBytes()) {
                    break;
                }
                found.add(publication);
                bytes += publication.weight();
            }
            through = recent.offset(index);
            index++;
        }
        through = index == recent.size() ? recent.through() : through;
        return new Recall.Page(after, through, found, through < recent.through());
    }
}
