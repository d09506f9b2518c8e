// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_test_kit_knows_nothing_but_java_and_postgresql = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.truename.testkit.openapi", "io.truename.testkit.rename", "io.truename.testkit.suite")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.truename.testkit..",
                    "java..",
                    "javax.sql..",
                    "org.jspecify..",
                    "io.zonky..",
                    "org.postgresql..");
}
