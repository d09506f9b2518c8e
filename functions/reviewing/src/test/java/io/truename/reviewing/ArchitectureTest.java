// SPDX-License-Identifier: Apache-2.0
package io.truename.reviewing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.reviewing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_rules_know_no_client_no_network_and_no_framework = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.reviewing..",
                    "io.truename.reporting..",
                    "io.truename.costing..",
                    "org.apache.commons.math3..",
                    "org.jspecify.annotations",
                    "java.lang..",
                    "java.math",
                    "java.nio.charset",
                    "java.security..",
                    "javax.crypto..",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream")
            .because("a number can then be proven without a cloud");

    @ArchTest
    static final ArchRule nothing_here_asks_for_the_time = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("the same inputs give the same report");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.reviewing.(*)..").should().beFreeOfCycles();
}
