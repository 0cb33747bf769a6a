package io.carillon.e2e.system;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Orders test classes by the system that they share; first come those that share none, while none runs. Named in {@code
 * junit-platform.properties}.
 */
public final class BySystem implements ClassOrderer {

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(Comparator.comparing(BySystem::system)
                        .thenComparing(test -> test.getTestClass().getName()));
    }

    private static String system(ClassDescriptor test) {
        return test.findAnnotation(Carillon.class)
                .map(carillon -> CarillonExtension.settings(carillon).toString())
                .or(() -> test.findAnnotation(Shares.class).map(Shares::value))
                .orElse("");
    }
}
