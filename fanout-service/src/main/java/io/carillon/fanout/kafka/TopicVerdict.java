package io.carillon.fanout.kafka;

import io.carillon.core.position.Generation;
import java.util.List;

/** What {@link TopicSetup} found. */
public sealed interface TopicVerdict {

    /**
     * The topic is there and fit to be the log.
     *
     * @param generation the identity of the log
     * @param created whether it was made just now
     */
    record Ready(Generation generation, boolean created) implements TopicVerdict {}

    /**
     * The topic cannot be the log as it is, and trying again does not help: the node must not start.
     *
     * @param problems each says what is wrong, what is expected, and how to mend it
     */
    record Refused(List<String> problems) implements TopicVerdict {

        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * No broker answered, or not with what was asked; trying again may help.
     *
     * @param why the reason in words for an operator
     */
    record Unreachable(String why) implements TopicVerdict {}
}
