// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_adapter_is_known_where_it_is_started = noClasses()
            .that()
            .resideInAPackage("io.truename.edge..")
            .and()
            .haveNameNotMatching(".*\\.(Adapter|EdgeApplication|EdgeFunction|NoJsonMapper)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule http_is_known_at_the_entry_only = noClasses()
            .that()
            .doNotHaveSimpleName("EdgeFunction")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.cloud.functions..");

    @ArchTest
    static final ArchRule json_is_read_and_written_without_a_mapper = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.databind..", "com.google.gson..");

    @ArchTest
    static final ArchRule the_parts_know_no_runtime_and_only_http_knows_the_others = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("runtime")
            .definedBy("io.truename.edge")
            .layer("http")
            .definedBy("io.truename.edge.http")
            .layer("event")
            .definedBy("io.truename.edge.event")
            .layer("log")
            .definedBy("io.truename.edge.log")
            .layer("json")
            .definedBy("io.truename.edge.json")
            .layer("settings")
            .definedBy("io.truename.edge.settings")
            .whereLayer("runtime")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("runtime")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("runtime", "http")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("runtime");

    @ArchTest
    static final ArchRule the_edge_knows_no_function = noClasses()
            .that()
            .resideInAPackage("io.truename.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.identity..", "io.truename.generate..");
}
