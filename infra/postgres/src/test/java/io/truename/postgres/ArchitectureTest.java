// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule sessions_know_no_corpus = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.corpus..",
                    "io.truename.rekeying..",
                    "org.springframework..",
                    "io.truename.edge..",
                    "io.truename.migrate..",
                    "io.truename.pubsub..",
                    "io.truename.cloudsql..",
                    "com.google..",
                    "java.sql..",
                    "javax.sql..")
            .because("any function that needs a database links this module");

    @ArchTest
    static final ArchRule only_sessions_know_the_driver = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres..")
            .and()
            .haveNameNotMatching("io\\.truename\\.postgres\\.(Database|Session|BlockingCalls)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "reactor..", "org.reactivestreams..")
            .because("a batch reads as the sequence that it is, and another driver would be a few classes here");
}
