// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule reports_do_no_io = classes()
            .that()
            .resideInAPackage("io.truename.reporting..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.reporting..",
                    "org.jspecify.annotations",
                    "gg.jte..",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.nio.charset",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream");

    @ArchTest
    static final ArchRule reports_do_not_read_the_clock = noClasses()
            .that()
            .resideInAPackage("io.truename.reporting..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
}
