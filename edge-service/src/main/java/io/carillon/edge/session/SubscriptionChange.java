package io.carillon.edge.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks for while it is connected. */
sealed interface SubscriptionChange {

    /** What the client asked for, as it asked for it. */
    List<String> channels();

    /**
     * To hear more channels.
     *
     * @param place where in the past they begin, or null for now
     */
    record Join(List<String> channels, @Nullable Place place) implements SubscriptionChange {

        public Join {
            channels = List.copyOf(channels);
        }
    }

    /** To hear no more of some channels. */
    record Leave(List<String> channels) implements SubscriptionChange {

        public Leave {
            channels = List.copyOf(channels);
        }
    }
}
