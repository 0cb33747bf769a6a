package io.carillon.standalone.log;

class KafkaLogContractTest extends LogContract {

    @Override
    LogFixture open(int partitionCount) throws Exception {
        return KafkaFixture.onSharedBroker(partitionCount);
    }
}
