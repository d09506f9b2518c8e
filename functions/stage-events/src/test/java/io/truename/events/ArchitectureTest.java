// SPDX-License-Identifier: Apache-2.0
package io.truename.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.events", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_client_dependsOnTheJdkAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.events",
                    "org.jspecify.annotations",
                    "java.io",
                    "java.lang..",
                    "java.net",
                    "java.net.http",
                    "java.time..",
                    "java.util..")
            .because("a pipeline embeds it; the annotations are the compiler's");
}
