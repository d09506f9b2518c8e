// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule postgres_knows_rules_and_its_driver_only = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "io.truename.edge..",
                    "io.truename.migrate..",
                    "io.truename.pubsub..",
                    "io.truename.cloudsql..",
                    "com.google..",
                    "java.sql..",
                    "javax.sql..");

    @ArchTest
    static final ArchRule the_driver_is_known_to_sessions_only = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres..")
            .and()
            .haveNameNotMatching("io\\.truename\\.postgres\\.(Database|Session)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "reactor..", "org.reactivestreams..")
            .because("a batch reads as the sequence that it is, and another driver would be these two classes");

    @ArchTest
    static final ArchRule the_rules_know_no_database = noClasses()
            .that()
            .resideInAPackage("io.truename.rekeying..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.truename.postgres..");

    @ArchTest
    static final ArchRule moving_knows_no_plan_and_no_loop = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres.move")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.postgres.plan..",
                    "io.truename.postgres.work..",
                    "io.truename.postgres.run..",
                    "io.truename.postgres.validate..")
            .because("what may change rows of an application is small enough to be read as a whole");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.postgres.(*)..").should().beFreeOfCycles();
}
