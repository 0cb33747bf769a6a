package io.carillon.e2e.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the {@link SharedSystem} of a class's tests, so that those that share it run one after the other. */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Shares {

    /** A name of the system, the same for all that share it. */
    String value();
}
