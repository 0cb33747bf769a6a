package io.carillon.e2e.system;

import io.carillon.testkit.client.Dial;
import java.util.Optional;

/** What somebody shows with each request, made anew for each, since what was shown before may have ended. */
@FunctionalInterface
public interface Pass {

    /** Nothing, where nobody asks. */
    Pass NONE = Optional::empty;

    /** Returns a token, if one is needed. */
    Optional<String> token();

    /** Returns a dial that shows it. */
    default Dial show(Dial dial) {
        return token().map(text -> dial.header("Authorization", "Bearer " + text))
                .orElse(dial);
    }

    /** Returns the line of a request's head that shows it, or nothing. */
    default String line() {
        return token().map(text -> "Authorization: Bearer " + text + "\r\n").orElse("");
    }
}
