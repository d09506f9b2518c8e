// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule rules_of_a_corpus_do_no_io = classes()
            .that()
            .resideInAPackage("io.truename.corpus..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.corpus..",
                    "io.truename.identity",
                    "io.truename.reporting",
                    "org.yaml.snakeyaml..",
                    "org.jspecify.annotations",
                    "java.io",
                    "java.lang..",
                    "java.nio.charset",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream");

    @ArchTest
    static final ArchRule rules_of_a_corpus_do_not_read_the_clock = noClasses()
            .that()
            .resideInAPackage("io.truename.corpus..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule only_the_mapping_reads_yaml = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.corpus.mapping")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("io.truename.corpus.(*)..").should().beFreeOfCycles();
}
