package io.carillon.e2e.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import java.util.ArrayList;
import java.util.List;

/** Tells our own packages from everybody else's. */
final class OurPackages {

    private OurPackages() {}

    /** Returns the classes that are not ours, or reside in the given package or one of the others. */
    static DescribedPredicate<JavaClass> notOursOr(String own, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(own);
        var ours = PackageMatchers.of(List.of("io.carillon.."));
        var permitted = PackageMatchers.of(allowed);
        return DescribedPredicate.describe(
                "are not ours, or reside in " + allowed,
                type -> !ours.test(type.getPackageName()) || permitted.test(type.getPackageName()));
    }
}
