package io.carillon.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The architecture as data. Changing this file changes the architecture; say why in the commit.
 *
 * <p>Three kinds of arrows: which of our rooms may know which, which rooms may know a technology, and which rooms must know
 * neither time, nor I/O, nor threads.
 */
class ArrowsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.carillon");

    /** A module's package, and the packages of ours that it may depend on besides itself. */
    private static final Map<String, List<String>> MODULES = Map.of(
            "io.carillon.core..", List.of(),
            "io.carillon.proto..", List.of(),
            "io.carillon.tls..", List.of(),
            "io.carillon.testkit..", List.of("io.carillon.core.."),
            "io.carillon.runtime..", List.of("io.carillon.core..", "io.carillon.proto.."),
            "io.carillon.ingest..", List.of("io.carillon.core..", "io.carillon.proto..", "io.carillon.runtime.."),
            "io.carillon.fanout..", List.of("io.carillon.core..", "io.carillon.proto..", "io.carillon.runtime.."),
            "io.carillon.edge..", List.of("io.carillon.core..", "io.carillon.proto..", "io.carillon.runtime.."));

    /** A technology, and the only rooms that may know it. */
    private static final Map<String, List<String>> DOORKEEPERS = Map.of(
            // Making certificates is for the command line and for tests; services only read them.
            "org.bouncycastle..", List.of("io.carillon.tls.."),
            // Who may look at a signature, and so decide what is believed.
            "com.nimbusds..", List.of("io.carillon.runtime.auth.."),
            "org.apache.kafka..",
                    List.of(
                            "io.carillon.ingest.kafka..",
                            "io.carillon.fanout.kafka..",
                            "io.carillon.standalone.broker.."),
            "org.apache.ratis..", List.of("io.carillon.fanout.consensus.."),
            "io.carillon.proto..",
                    List.of(
                            "io.carillon.proto..",
                            "io.carillon.ingest.rpc..",
                            "io.carillon.fanout.consensus..",
                            "io.carillon.fanout.rpc..",
                            "io.carillon.edge.rpc..",
                            "io.carillon.runtime.mesh.."),
            "io.grpc..",
                    List.of(
                            "io.carillon.proto..",
                            "io.carillon.ingest.rpc..",
                            "io.carillon.fanout.rpc..",
                            "io.carillon.edge.rpc..",
                            "io.carillon.runtime.mesh.."),
            "io.helidon.webserver..",
                    List.of(
                            "io.carillon.runtime..",
                            "io.carillon.ingest.rest..",
                            // An ingest takes what an operator commands: to revoke.
                            "io.carillon.ingest.admin..",
                            "io.carillon.fanout.rpc..",
                            "io.carillon.fanout.admin..",
                            "io.carillon.edge.engine..",
                            "io.carillon.edge.rest..",
                            "io.carillon.edge.sse..",
                            "io.carillon.edge.websocket..",
                            "io.carillon.edge.admin.."),
            "org.kiwiproject..", List.of("io.carillon.runtime.discovery.consul.."),
            "io.micrometer..",
                    List.of(
                            "io.carillon.runtime.observe..",
                            // What is counted of those who are not let in is the same in all services.
                            "io.carillon.runtime.auth..",
                            "io.carillon.ingest..",
                            "io.carillon.fanout..",
                            "io.carillon.edge"));

    /** Rooms of pure rules: messages in, messages out. */
    private static final List<String> PURE = List.of(
            "io.carillon.core.access..",
            "io.carillon.core.channel..",
            "io.carillon.core.json..",
            "io.carillon.core.link..",
            "io.carillon.core.position..",
            "io.carillon.core.publication..",
            "io.carillon.core.table..",
            "io.carillon.fanout.assignment..",
            "io.carillon.fanout.keys..",
            "io.carillon.fanout.link..",
            "io.carillon.edge.history..",
            "io.carillon.edge.link..",
            "io.carillon.edge.session..",
            "io.carillon.edge.subscription..");

    @TestFactory
    List<DynamicTest> modulesKnowOnlyWhatStandsBelowThem() {
        return MODULES.entrySet().stream()
                .map(module -> test(
                        module.getKey(),
                        classes()
                                .that()
                                .resideInAPackage(module.getKey())
                                .should()
                                .onlyDependOnClassesThat(OurPackages.notOursOr(module.getKey(), module.getValue()))))
                .toList();
    }

    @TestFactory
    List<DynamicTest> technologiesStayBehindTheirDoorkeepers() {
        return DOORKEEPERS.entrySet().stream()
                .map(technology -> test(
                        technology.getKey(),
                        noClasses()
                                .that()
                                .resideInAPackage("io.carillon..")
                                .and()
                                .resideOutsideOfPackages(technology.getValue().toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(technology.getKey())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> rulesAreWithoutClockThreadsAndIo() {
        return PURE.stream()
                .map(room -> test(
                        room,
                        noClasses()
                                .that()
                                .resideInAPackage(room)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                                .orShould()
                                .dependOnClassesThat()
                                .belongToAnyOf(Thread.class, System.Logger.class)
                                .orShould()
                                .callMethod(System.class, "nanoTime")
                                .orShould()
                                .callMethod(System.class, "currentTimeMillis")))
                .toList();
    }

    @Test
    void servicesAndTheirRoomsAreFreeOfCycles() {
        for (String service : List.of("core", "runtime", "ingest", "fanout", "edge", "standalone")) {
            slices().matching("io.carillon." + service + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    private static DynamicTest test(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.allowEmptyShould(true).check(CLASSES));
    }
}
