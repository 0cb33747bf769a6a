package io.carillon.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher in a project that is built already, with a JDK and a Maven that only say what they were asked to do. */
@Timeout(60)
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "carillon");
    private static final Instant BUILT = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant BEFORE = BUILT.minusSeconds(1);
    private static final Instant AFTER = BUILT.plusSeconds(1);

    @TempDir
    private Path folder;

    private Path project = Path.of("");
    private Path jdk = Path.of("");

    /** What a run of the launcher came to. */
    private record Result(int exitCode, List<String> out, List<String> err) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(LAUNCHER, project.resolve("carillon"));
        write("pom.xml", "    <version>1.2.3</version>\n");
        write(".mvn/jvm.config", "");
        write("core/pom.xml", "");
        write("core/src/main/Source.java", "");
        write("standalone/target/carillon.jar", "");
        write("standalone/target/built", "");
        date(project, BEFORE);
        Files.setLastModifiedTime(project.resolve("standalone/target/built"), FileTime.from(BUILT));
        jdk = makeJdk("jdk", "99.0.1");
        script("bin/mvn", """
                if [ "$1" = --version ]; then echo 'Apache Maven 3.8.6 (abc)'; exit; fi
                echo "mvn $*" >>"%s/mvn.log"
                echo 'it is broken'
                exit "${MVN_EXIT:-0}"
                """.formatted(folder));
    }

    @Test
    void helpsWithoutBuildingOrLookingForAnything() throws Exception {
        Result result = run(Map.of("JAVA_HOME", "/nowhere"), "help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().getFirst()).isEqualTo("Usage: carillon COMMAND [OPTION]...");
    }

    @Test
    void listsTheCommandsWhenThereIsNoSuchOne() throws Exception {
        Result result = run(Map.of(), "ring");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("carillon: there is no command 'ring'")
                .anySatisfy(line -> assertThat(line).startsWith("  publish CHANNEL MESSAGE "));
    }

    @Test
    void worksThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("other"));
        Files.createSymbolicLink(folder.resolve("other"), project.resolve("carillon"));

        Result result = run(link, Map.of(), "version");

        assertThat(result.out()).containsExactly("carillon 1.2.3");
    }

    @Test
    void handsArgumentsAndOptionsToTheJvm() throws Exception {
        Result result = run(Map.of("CARILLON_JAVA_OPTS", "-Da=1 -Db=2"), "publish", "a channel", "* \"$HOME\"");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsSubsequence(
                        "-Da=1",
                        "-Db=2",
                        "-jar",
                        project.resolve("standalone/target/carillon.jar").toString(),
                        "publish",
                        "a channel",
                        "* \"$HOME\"");
        assertThat(folder.resolve("mvn.log")).doesNotExist();
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws Exception {
        Path old = makeJdk("old", "17.0.1");
        script("bin/java", "echo '    java.home = " + jdk + "'");

        Result result = run(Map.of("JAVA_HOME", old.toString()), "publish");

        assertThat(result.out()).contains("this is " + jdk);
    }

    @Test
    void buildsWhenASourceIsNewer() throws Exception {
        date(project.resolve("core/src/main/Source.java"), AFTER);

        Result result = run(Map.of(), "publish");

        assertThat(result.err())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("carillon: building, since the sources have changed ..."),
                        line -> assertThat(line).matches("carillon: built in \\d+ s"));
        assertThat(folder.resolve("mvn.log"))
                .content()
                .contains("-pl standalone -am")
                .contains("package");
        assertThat(result.out()).contains("publish");
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void saysWhyTheBuildFailedAndRunsNothing() throws Exception {
        date(project.resolve("core/src/main"), AFTER);

        Result result = run(Map.of("MVN_EXIT", "1"), "publish");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .containsSubsequence(
                        "it is broken",
                        "carillon: the build failed; all of its log is in " + project.toRealPath()
                                + "/target/build.log");
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void doesNotWaitForABuildThatIsNoMore() throws Exception {
        date(project.resolve("core/src/main/Source.java"), AFTER);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        write("target/build.lock/pid", Long.toString(gone.pid()));

        Result result = run(Map.of(), "publish");

        assertThat(result.exitCode()).isZero();
    }

    @Test
    void testsWithTheLongTestsAndAFuzzerOnlyWhenAsked() throws Exception {
        run(Map.of(), "test");
        run(Map.of(), "test", "--all", "-pl", "core");

        List<String> runs = Files.readAllLines(folder.resolve("mvn.log"));
        assertThat(runs)
                .startsWith("mvn -B -ntp -T 1C verify", "mvn -B -ntp -T 1C verify -Dcarillon.test.excluded= -pl core")
                .hasSizeGreaterThan(2);
        assertThat(runs.subList(2, runs.size())).allMatch(run -> run.contains("FuzzTest#"));
    }

    @Test
    void tellsThatTestsHaveFailed() throws Exception {
        assertThat(run(Map.of("MVN_EXIT", "7"), "test").exitCode()).isNotZero();
    }

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(project.resolve("carillon"), environment, arguments);
    }

    private Result run(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readAllLines(folder.resolve("out")),
                Files.readAllLines(folder.resolve("err")));
    }

    private Path makeJdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        script(name + "/bin/javac", "");
        script(name + "/bin/java", "echo 'this is " + home + "'; printf '%s\\n' \"$@\"");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void script(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String name, String text) throws IOException {
        Path path = project.resolve(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static void date(Path path, Instant time) throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }
}
