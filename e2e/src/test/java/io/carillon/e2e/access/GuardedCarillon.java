package io.carillon.e2e.access;

import io.carillon.e2e.system.Carillon;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A process that asks for tokens of one issuer, knows one page, and lets nobody publish too fast; one for all tests here. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Carillon(
        settings = {
            "push.auth.mode=jwt",
            "push.auth.secret=" + Guarded.SECRET,
            "push.auth.issuer=" + Guarded.ISSUER,
            "push.http.origins=" + Guarded.PAGE,
            "push.publish.rate.principal=50"
        })
@interface GuardedCarillon {}
