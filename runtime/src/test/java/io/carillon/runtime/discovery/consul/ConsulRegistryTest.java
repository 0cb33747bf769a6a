package io.carillon.runtime.discovery.consul;

import static io.carillon.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.runtime.discovery.NodeAddress;
import io.carillon.testkit.consul.ConsulAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a real agent; each test has names of its own, and so a cluster of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsulRegistryTest {

    private final ConsulAgent agent = ConsulAgent.start();
    private final List<Member> members = new ArrayList<>();
    private int clusters;

    @AfterEach
    void closeMembers() {
        members.forEach(Member::close);
        members.clear();
    }

    @AfterAll
    void stopAgent() {
        agent.close();
    }

    @Test
    void tellsWhoAndWhereAProcessIs() {
        String cluster = cluster();
        Member fanout = join(cluster).named("fanout", "f1");

        fanout.register();

        eventually()
                .passes(
                        "registered",
                        () -> assertThat(agent.ask("/v1/agent/service/" + cluster + "-fanout-f1"))
                                .contains("\"Address\": \"127.0.0.1\"")
                                .contains("\"node\": \"f1\"")
                                .contains("\"version\": \"1.2.3\"")
                                .contains("\"zone\": \"z1\"")
                                .contains("\"mesh-port\": \"" + fanout.port() + "\"")
                                .contains("\"raft-port\": \"9091\""));
    }

    @Test
    void findsTheFanoutNodesThatAreWell() {
        String cluster = cluster();
        Member well = join(cluster).named("fanout", "f1");
        Member ill = join(cluster).named("fanout", "f2");
        ill.manage(503);
        Member edge = join(cluster).named("edge", "e1");

        well.register();
        ill.register();
        edge.register();

        eventually()
                .observing(() -> agent.ask("/v1/health/service/" + cluster + "-fanout"))
                .until(
                        "the one that is well alone",
                        () -> edge.registry().meshPeers().equals(List.of("127.0.0.1:" + well.port())));
    }

    @Test
    void doesNotKnowAProcessAnyMoreThatHasSaidGoodbye() {
        String cluster = cluster();
        Member staying = join(cluster).named("fanout", "f1");
        Member leaving = join(cluster).named("fanout", "f2");
        staying.register();
        leaving.register();
        eventually().until("both", () -> staying.registry().meshPeers().size() == 2);

        leaving.registry().deregister();

        assertThat(agent.ask("/v1/agent/services")).doesNotContain(cluster + "-fanout-f2");
        eventually().until("one", () -> staying.registry().meshPeers().equals(List.of("127.0.0.1:" + staying.port())));
    }

    @Test
    void tellsByItselfHowItIsWhereTheAgentCannotAsk() {
        String cluster = cluster();
        var ready = new AtomicBoolean();
        Member fanout =
                join(cluster, ConsulConfig.Check.TTL).named("fanout", "f1").readyWhen(ready);

        fanout.register();

        eventually()
                .passes(
                        "a warning",
                        () -> assertThat(agent.ask("/v1/health/checks/" + cluster + "-fanout"))
                                .contains("\"Status\": \"warning\"", "not ready"));
        ready.set(true);
        eventually()
                .passes(
                        "all well",
                        () -> assertThat(agent.ask("/v1/health/checks/" + cluster + "-fanout"))
                                .contains("\"Status\": \"passing\""));
    }

    @Test
    void hasTheFirstVotersDecidedOnceAndForAll() throws Exception {
        String cluster = cluster();
        List<NodeAddress> nodes = List.of(
                new NodeAddress("a", "one:9091"), new NodeAddress("b", "two:9091"), new NodeAddress("c", "three:9091"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<NodeAddress>>> calls = new ArrayList<>();
            for (NodeAddress node : nodes) {
                Member member = join(cluster);
                calls.add(() -> member.registry().founders(node));
            }
            List<List<NodeAddress>> told = new ArrayList<>();
            for (Future<List<NodeAddress>> call : threads.invokeAll(calls)) {
                told.add(call.get());
            }

            assertThat(told.getFirst()).containsExactlyInAnyOrderElementsOf(nodes);
            assertThat(told).containsOnly(told.getFirst());
            assertThat(join(cluster).registry().founders(new NodeAddress("d", "four:9091")))
                    .isEqualTo(told.getFirst());
        }
    }

    @Test
    void goesOnWithWhomItKnowsWhileTheAgentIsGoneAndRegistersAnewWhenItHasForgotten() {
        try (ConsulAgent mortal = ConsulAgent.start()) {
            String cluster = cluster();
            Member fanout = remember(Member.of(mortal, cluster, ConsulConfig.Check.HTTP))
                    .named("fanout", "f1");
            Member edge = remember(Member.of(mortal, cluster, ConsulConfig.Check.HTTP))
                    .named("edge", "e1");
            fanout.register();
            edge.register();
            List<String> known = List.of("127.0.0.1:" + fanout.port());
            eventually()
                    .until("the fanout node", () -> edge.registry().meshPeers().equals(known));

            mortal.kill();
            eventually().until("that the agent is missed", () -> edge.figure("push_discovery_failures_total") > 0);
            assertThat(edge.registry().meshPeers()).isEqualTo(known);

            mortal.startAgain();
            eventually()
                    .passes(
                            "both again",
                            () -> assertThat(mortal.ask("/v1/agent/services"))
                                    .contains(cluster + "-fanout-f1", cluster + "-edge-e1"));
            assertThat(edge.registry().meshPeers()).isEqualTo(known);
            Member newcomer = remember(Member.of(mortal, cluster, ConsulConfig.Check.HTTP))
                    .named("fanout", "f2");
            newcomer.register();
            eventually().until("the newcomer", () -> edge.registry().meshPeers().size() == 2);
        }
    }

    private Member join(String cluster) {
        return join(cluster, ConsulConfig.Check.HTTP);
    }

    private Member join(String cluster, ConsulConfig.Check check) {
        return remember(Member.of(agent, cluster, check));
    }

    private Member remember(Member member) {
        members.add(member);
        return member;
    }

    private String cluster() {
        return "test" + ++clusters;
    }
}
