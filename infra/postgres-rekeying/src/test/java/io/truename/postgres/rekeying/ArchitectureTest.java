// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule migrations_know_rules_and_postgres_only = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres.rekeying..")
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
    static final ArchRule only_sessions_know_the_driver = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres..")
            .and()
            .haveNameNotMatching("io\\.truename\\.postgres\\.(Database|Session|BlockingCalls)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "reactor..", "org.reactivestreams..")
            .because("a batch reads as the sequence that it is, and another driver would change two classes");

    @ArchTest
    static final ArchRule rules_know_no_database = noClasses()
            .that()
            .resideInAnyPackage("io.truename.rekeying..", "io.truename.corpus..", "io.truename.reporting..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.truename.postgres..");

    @ArchTest
    static final ArchRule batches_know_no_plan_and_no_loop = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.truename.postgres.rekeying.batch",
                    "io.truename.postgres.rekeying.lease",
                    "io.truename.postgres.rekeying.merge",
                    "io.truename.postgres.rekeying.late",
                    "io.truename.postgres.rekeying.move")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.postgres.rekeying.plan..",
                    "io.truename.postgres.rekeying.work..",
                    "io.truename.postgres.rekeying.run..",
                    "io.truename.postgres.corpus.validate..")
            .because("the code that changes rows of an application is small enough to be read as a whole");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.postgres.rekeying.(*)..").should().beFreeOfCycles();
}
