package io.carillon.standalone.log;

import io.carillon.core.log.LogAppender;
import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.position.Generation;

/** A log under test, new and empty. */
interface LogFixture extends AutoCloseable {

    Generation generation();

    LogAppender appender();

    LogFollower follower();

    LogHistory history();

    /** Lets a log that does nothing by itself call its listeners. */
    void turn();

    /** Removes the records before an offset, as retention does. */
    void forgetBefore(int partition, long offset);

    @Override
    void close();
}
