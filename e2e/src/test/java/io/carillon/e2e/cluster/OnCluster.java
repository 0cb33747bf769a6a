package io.carillon.e2e.cluster;

import io.carillon.e2e.system.Shares;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class the {@link Cluster} as parameter: one for all classes, mended before each test, and shown when a
 * test fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
@Shares("the cluster")
@interface OnCluster {}
