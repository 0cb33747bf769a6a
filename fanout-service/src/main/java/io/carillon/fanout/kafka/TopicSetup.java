package io.carillon.fanout.kafka;

import io.carillon.core.position.Generation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that a topic is there and fit for its use, before a fanout node takes part. */
public final class TopicSetup {

    private static final System.Logger LOGGER = System.getLogger(TopicSetup.class.getName());
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /** A topic that was just made is known to all brokers a little later. */
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Map<String, Object> adminSettings;
    private final TopicPlan plan;
    private final TopicRules rules;

    private TopicSetup(Map<String, String> kafka, TopicPlan plan, TopicRules rules) {
        this.adminSettings = KafkaSettings.admin(kafka);
        this.plan = plan;
        this.rules = rules;
    }

    /**
     * Creates a set-up of the log, which connects to nothing yet.
     *
     * @param kafka the Kafka settings that are passed through, {@code bootstrap.servers} among them
     * @throws IllegalArgumentException if a setting is missing
     */
    public TopicSetup(Map<String, String> kafka, TopicPlan plan) {
        this(kafka, plan, new LogTopicRules());
    }

    /**
     * Returns a set-up of the log of revocations, which connects to nothing yet.
     *
     * @param kafka as above
     * @param keep for how long the topic has to keep a revocation
     */
    public static TopicSetup ofRevocations(Map<String, String> kafka, TopicPlan plan, Duration keep) {
        return new TopicSetup(kafka, plan, new RevocationTopicRules(keep));
    }

    /**
     * Makes the topic if it is missing and may be made, checks it otherwise. Safe to call again, and from several nodes at a
     * time.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for the brokers
     */
    public TopicVerdict establish() throws InterruptedException {
        try (Admin admin = Admin.create(adminSettings)) {
            Optional<TopicDescription> found = describe(admin);
            if (found.isPresent()) {
                return check(admin, found.get());
            }
            if (!plan.create()) {
                return new TopicVerdict.Refused(List.of(rules.missing(plan)));
            }
            return create(admin);
        } catch (TimeoutException _) {
            return new TopicVerdict.Unreachable("no broker answered within " + ANSWER_LIMIT.toMillis() + " ms");
        } catch (ExecutionException e) {
            return verdictOf(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            return verdictOf(e);
        }
    }

    private TopicVerdict create(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        var topic = new NewTopic(plan.name(), plan.partitions(), (short) plan.replicationFactor())
                .configs(rules.configOf(plan));
        boolean created = true;
        try {
            await(admin.createTopics(List.of(topic)).values(), plan.name());
        } catch (ExecutionException e) {
            // Another node was faster. What it made is checked as if it had always been there.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            created = false;
        }
        TopicDescription description = awaitTopic(admin);
        if (!created) {
            return check(admin, description);
        }
        LOGGER.log(
                System.Logger.Level.INFO,
                "topic created name={0} partitions={1} replicationFactor={2} minInSyncReplicas={3}",
                plan.name(),
                Integer.toString(plan.partitions()),
                plan.replicationFactor(),
                plan.minInSyncReplicas());
        return new TopicVerdict.Ready(generationOf(description), true);
    }

    private TopicDescription awaitTopic(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        for (long waited = 0; waited < APPEARS_WITHIN.toMillis(); waited += LOOK_AGAIN.toMillis()) {
            Optional<TopicDescription> found = describe(admin);
            if (found.isPresent() && found.get().partitions().size() == plan.partitions()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        throw new TimeoutException();
    }

    private TopicVerdict check(Admin admin, TopicDescription description)
            throws InterruptedException, ExecutionException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, plan.name());
        Config config = await(admin.describeConfigs(List.of(resource)).values(), resource);
        List<String> problems = rules.problems(plan, description.partitions().size(), config);
        if (!problems.isEmpty()) {
            return new TopicVerdict.Refused(problems);
        }
        warnOfWeakerPromise(config);
        return new TopicVerdict.Ready(generationOf(description), false);
    }

    private void warnOfWeakerPromise(Config config) {
        int actual = Integer.parseInt(
                config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
        if (actual < plan.minInSyncReplicas()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "topic acknowledges earlier than configured name={0} min.insync.replicas={1} configured={2}",
                    plan.name(),
                    actual,
                    plan.minInSyncReplicas());
        }
    }

    private Optional<TopicDescription> describe(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return Optional.of(await(admin.describeTopics(List.of(plan.name())).topicNameValues(), plan.name()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private TopicVerdict verdictOf(Throwable failure) {
        String words = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        boolean lasting = failure instanceof AuthorizationException
                || failure instanceof InvalidConfigurationException
                || failure instanceof InvalidReplicationFactorException
                || failure instanceof PolicyViolationException;
        return lasting
                ? new TopicVerdict.Refused(List.of("topic " + plan.name() + ": " + words))
                : new TopicVerdict.Unreachable(words);
    }

    private static Generation generationOf(TopicDescription description) {
        return Generation.of(
                description.topicId().toString(), description.partitions().size());
    }

    private static <K, T> T await(Map<K, KafkaFuture<T>> answers, K asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Objects.requireNonNull(answers.get(asked)).get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
