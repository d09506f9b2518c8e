// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowledge_of_a_corpus_needs_no_migration = noClasses()
            .that()
            .resideInAPackage("io.truename.postgres.corpus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.rekeying..",
                    "io.truename.postgres.rekeying..",
                    "org.springframework..",
                    "io.truename.edge..",
                    "io.truename.migrate..",
                    "io.truename.pubsub..",
                    "io.truename.cloudsql..",
                    "com.google..",
                    "java.sql..",
                    "javax.sql..")
            .because("the probe links this module without a migration");

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
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.postgres.corpus.(*)..").should().beFreeOfCycles();
}
