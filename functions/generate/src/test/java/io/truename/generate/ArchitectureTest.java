// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.truename.edge.FunctionArchitecture;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests as_every_function = ArchTests.in(FunctionArchitecture.class);

    @ArchTest
    static final ArchRule generate_knows_no_driver_and_no_cloud_client = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.r2dbc..", "java.sql..", "org.postgresql..", "io.grpc..", "io.netty..", "com.google.api..");

    @ArchTest
    static final ArchRule the_rules_know_no_edge_but_its_words_for_problems = noClasses()
            .that()
            .haveNameMatching(
                    ".*\\.generate\\.(Item|ClaimedId|Kind|Field|IdGenerator|DuplicateCheck|ItemCounts|IdBatch)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.edge..", "com.fasterxml..");

    @ArchTest
    static final ArchRule identity_knows_nothing_but_java = noClasses()
            .that()
            .resideInAPackage("io.truename.identity")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.truename.identity", "java..", "org.jspecify..");
}
