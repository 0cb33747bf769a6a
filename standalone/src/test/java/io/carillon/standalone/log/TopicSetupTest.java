package io.carillon.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.core.position.Generation;
import io.carillon.fanout.kafka.TopicPlan;
import io.carillon.fanout.kafka.TopicSetup;
import io.carillon.fanout.kafka.TopicVerdict;
import io.carillon.standalone.broker.SharedBroker;
import io.carillon.testkit.process.FreePorts;
import io.carillon.testkit.wait.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicSetupTest {

    private final Map<String, String> kafka = Map.of("bootstrap.servers", SharedBroker.bootstrapServers());

    @Test
    void makesTheTopicAndFindsItAgain() throws Exception {
        var plan = new TopicPlan("setup-made", 5, 1, 1, true);

        var made = (TopicVerdict.Ready) new TopicSetup(kafka, plan).establish();
        var found = (TopicVerdict.Ready) new TopicSetup(kafka, plan).establish();

        assertThat(made.created()).isTrue();
        assertThat(made.generation().partitionCount()).isEqualTo(5);
        assertThat(found).isEqualTo(new TopicVerdict.Ready(made.generation(), false));
    }

    @Test
    void givesATopicThatWasMadeAnewAnotherGeneration() throws Exception {
        var setup = new TopicSetup(kafka, new TopicPlan("setup-anew", 1, 1, 1, true));
        Generation before = ((TopicVerdict.Ready) setup.establish()).generation();
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("setup-anew")).all().get();
        }

        // Until all of the broker knows of the end of the old topic, it answers for that, or not at all.
        Eventually.eventually()
                .passes(
                        "another generation",
                        () -> assertThat(establish(setup))
                                .isInstanceOfSatisfying(
                                        TopicVerdict.Ready.class,
                                        ready -> assertThat(ready.generation()).isNotEqualTo(before)));
    }

    @Test
    void refusesAMissingTopicThatItMayNotMake() throws Exception {
        var verdict = new TopicSetup(kafka, new TopicPlan("setup-missing", 8, 3, 2, false)).establish();

        assertThat(verdict)
                .isEqualTo(
                        new TopicVerdict.Refused(
                                List.of(
                                        "topic setup-missing: missing (expected: present, since this node may not make it). Make it with: kafka-topics.sh --create --topic setup-missing --partitions 8 --replication-factor 3 --config message.timestamp.type=LogAppendTime --config min.insync.replicas=2")));
    }

    @Test
    void namesEverythingThatIsWrongWithATopicAndHowToMendIt() throws Exception {
        try (Admin admin = admin()) {
            var topic = new NewTopic("setup-wrong", Optional.of(2), Optional.of((short) 1))
                    .configs(Map.of("cleanup.policy", "compact", "unclean.leader.election.enable", "true"));
            admin.createTopics(List.of(topic)).all().get();
        }

        var verdict = new TopicSetup(kafka, new TopicPlan("setup-wrong", 4, 1, 1, true)).establish();

        assertThat(verdict)
                .isEqualTo(
                        new TopicVerdict.Refused(
                                List.of(
                                        "topic setup-wrong: 2 partitions (expected: 4 as configured). A topic's partition count never changes in place: configure 2, or name a new topic",
                                        "topic setup-wrong: message.timestamp.type=CreateTime (expected: LogAppendTime). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name setup-wrong --add-config message.timestamp.type=LogAppendTime",
                                        "topic setup-wrong: cleanup.policy=compact (expected: delete). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name setup-wrong --add-config cleanup.policy=delete",
                                        "topic setup-wrong: unclean.leader.election.enable=true (expected: false). Mend it with: kafka-configs.sh --alter --entity-type topics --entity-name setup-wrong --add-config unclean.leader.election.enable=false")));
    }

    @Test
    void refusesMoreReplicasThanThereAreBrokers() throws Exception {
        var verdict = new TopicSetup(kafka, new TopicPlan("setup-replicas", 1, 3, 2, true)).establish();

        assertThat(verdict).isInstanceOf(TopicVerdict.Refused.class);
    }

    @Test
    void saysThatNoBrokerAnswers() throws Exception {
        var nowhere = Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.one());

        var verdict = new TopicSetup(nowhere, new TopicPlan("setup-nowhere", 1, 1, 1, true)).establish();

        assertThat(verdict).isInstanceOf(TopicVerdict.Unreachable.class);
    }

    private static TopicVerdict establish(TopicSetup setup) {
        try {
            return setup.establish();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>copyOf(kafka));
    }
}
