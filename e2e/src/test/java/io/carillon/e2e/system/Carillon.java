package io.carillon.e2e.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a {@link RunningCarillon} as parameter.
 *
 * <p>Classes with the same settings share one process, which is their {@link SharedSystem}: each test takes channels of its
 * own. The process's output is printed when a test fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CarillonExtension.class)
public @interface Carillon {

    /** Settings that differ from those of {@link DevCommand}, as {@code key=value}. */
    String[] settings() default {};
}
