package io.carillon.standalone.log;

import io.carillon.core.log.InMemoryLog;
import io.carillon.core.log.LogAppender;
import io.carillon.core.log.LogFollower;
import io.carillon.core.log.LogHistory;
import io.carillon.core.position.Generation;
import java.time.InstantSource;

class InMemoryLogContractTest extends LogContract {

    @Override
    LogFixture open(int partitionCount) {
        return new InMemoryFixture(new InMemoryLog(Generation.of("in-memory", partitionCount), InstantSource.system()));
    }

    private record InMemoryFixture(InMemoryLog log) implements LogFixture {

        @Override
        public Generation generation() {
            return log.generation();
        }

        @Override
        public LogAppender appender() {
            return log;
        }

        @Override
        public LogFollower follower() {
            return log;
        }

        @Override
        public LogHistory history() {
            return log;
        }

        @Override
        public void turn() {
            log.deliver();
        }

        @Override
        public void forgetBefore(int partition, long offset) {
            log.forgetBefore(partition, offset);
        }

        @Override
        public void close() {}
    }
}
