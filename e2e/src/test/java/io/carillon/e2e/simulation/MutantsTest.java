package io.carillon.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows that the simulation would notice: breaks one rule at a time and lives through schedules until one fails.
 *
 * <p>{@code -Dcarillon.mutants=TEXT} leaves out the mutants whose source is not named so. A broken rule is compiled from
 * the sources beside this module, and loaded before the real one.
 */
class MutantsTest {

    private static final String ONLY = "carillon.mutants";
    private static final int SEEDS = 1_500;

    @TempDir
    private Path workspace;

    @Test
    void everyRuleToBeBrokenIsWhereItIsSought() throws IOException {
        for (Mutant mutant : Mutant.all()) {
            assertThat(Files.readString(original(mutant)).split(Pattern.quote(mutant.find()), -1))
                    .as("places of \"%s\" in %s", mutant.find(), mutant.source())
                    .hasSize(2);
        }
    }

    @Tag("long")
    @Test
    void everyBrokenRuleIsNoticed() throws IOException {
        // A schedule that fails under the real rules proves nothing about a broken one.
        assertThat(firstFailure(Files.createDirectories(workspace.resolve("none"))))
                .as("the rules as they are")
                .isEmpty();
        var survivors = new ArrayList<String>();
        String only = System.getProperty(ONLY, "");
        List<Mutant> mutants = Mutant.all().stream()
                .filter(mutant -> mutant.source().contains(only))
                .toList();
        for (int i = 0; i < mutants.size(); i++) {
            Mutant mutant = mutants.get(i);
            Path classes = Files.createDirectories(workspace.resolve("mutant" + i));
            compile(mutant, classes);

            Optional<String> noticed = firstFailure(classes);

            System.out.printf(
                    "%-8s %-22s %s%n    %s%n",
                    noticed.isPresent() ? "killed" : "SURVIVED",
                    mutant.source().substring(mutant.source().lastIndexOf('/') + 1),
                    mutant.breaks(),
                    noticed.orElse("by " + SEEDS + " schedules"));
            if (noticed.isEmpty()) {
                survivors.add(mutant.breaks());
            }
        }

        assertThat(survivors).isEmpty();
    }

    private static void compile(Mutant mutant, Path classes) throws IOException {
        Path original = original(mutant);
        Path mutated = Files.writeString(
                classes.resolve(original.getFileName()),
                Files.readString(original).replace(mutant.find(), mutant.replacement()));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", classes.toString()),
                            null,
                            files.getJavaFileObjects(mutated))
                    .call();
            assertThat(compiled).as("%s: %s", mutant.breaks(), messages).isTrue();
        }
    }

    private static Path original(Mutant mutant) {
        int slash = mutant.source().indexOf('/');
        return root().resolve(mutant.source().substring(0, slash))
                .resolve("src/main/java")
                .resolve(mutant.source().substring(slash + 1) + ".java");
    }

    private static Optional<String> firstFailure(Path classes) throws IOException {
        try (var loader = new MutantLoader(classes)) {
            var live = loader.loadClass("io.carillon.e2e.simulation.World").getDeclaredMethod("failureOf", long.class);
            live.setAccessible(true);
            for (long seed = 1; seed <= SEEDS; seed++) {
                Object failure = live.invoke(null, seed);
                if (failure != null) {
                    return Optional.of("seed " + seed + ": " + failure);
                }
            }
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve("edge-service"))) {
                return directory;
            }
        }
        throw new IllegalStateException("no sources here (expected: to run inside the project)");
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Loads the mutant, and everything of the project anew beside it. */
    private static final class MutantLoader extends URLClassLoader {

        MutantLoader(Path classes) throws MalformedURLException {
            super(urls(classes), MutantsTest.class.getClassLoader());
        }

        private static URL[] urls(Path classes) throws MalformedURLException {
            var urls = new ArrayList<URL>();
            urls.add(classes.toUri().toURL());
            for (String entry : classPath().split(File.pathSeparator, -1)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.carillon.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
