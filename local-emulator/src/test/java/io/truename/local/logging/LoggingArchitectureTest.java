// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.local.logging", importOptions = ImportOption.DoNotIncludeTests.class)
class LoggingArchitectureTest {
    @ArchTest
    static final ArchRule CLOUD_LOGGING_COULD_BE_A_MODULE_OF_ITS_OWN = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.truename..").and(resideOutsideOfPackage("io.truename.local.logging..")));

    @ArchTest
    static final ArchRule QUERIES_KNOW_ENTRIES_ONLY = noClasses()
            .that()
            .resideInAPackage("..logging.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "..logging.store..", "..logging.agent..", "..logging.metrics..");

    @ArchTest
    static final ArchRule ONLY_THE_WIRE_KNOWS_GRPC = noClasses()
            .that()
            .resideInAnyPackage("..logging.query..", "..logging.store..", "..logging.agent..", "..logging.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");
}
