// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule reading_a_corpus_needs_no_function_no_cloud_and_no_spring = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres.probing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.postgres.rekeying..",
                    "org.springframework..",
                    "io.truename.edge..",
                    "io.truename.probe..",
                    "io.truename.pubsub..",
                    "com.google..",
                    "io.r2dbc..",
                    "reactor..",
                    "java.sql..",
                    "javax.sql..");

    @ArchTest
    static final ArchRule of_a_migration_only_its_holds_are_known = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres.probing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.rekeying.plan..", "io.truename.rekeying.run..", "io.truename.rekeying.batch..");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.postgres.probing.(*)..").should().beFreeOfCycles();
}
