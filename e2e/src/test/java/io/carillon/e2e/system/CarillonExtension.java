package io.carillon.e2e.system;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts one process for each set of settings, when the first test asks for it; it is the {@link SharedSystem} from then on. */
final class CarillonExtension implements ParameterResolver, TestWatcher {

    private static final int SHOWN_LINES = 80;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningCarillon.class;
    }

    @Override
    public RunningCarillon resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Set<String> settings = settings(context);
        return SharedSystem.of(context, settings, SharedCarillon.class, () -> new SharedCarillon(settings))
                .running();
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        List<String> lines = SharedSystem.present(context, SharedCarillon.class)
                .map(SharedCarillon::output)
                .orElseGet(() -> List.of("(it was not asked for)"));
        System.out.println("--- Carillon, while " + context.getDisplayName() + " failed ---");
        lines.stream().skip(Math.max(0, lines.size() - SHOWN_LINES)).forEach(System.out::println);
        System.out.println("--- end of output ---");
    }

    private static Set<String> settings(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Carillon.class)
                .map(CarillonExtension::settings)
                .orElseThrow(() -> new IllegalStateException(context.getRequiredTestClass() + ": no @Carillon"));
    }

    /** Returns what tells the process apart from others. */
    static Set<String> settings(Carillon carillon) {
        return new TreeSet<>(Arrays.asList(carillon.settings()));
    }
}
