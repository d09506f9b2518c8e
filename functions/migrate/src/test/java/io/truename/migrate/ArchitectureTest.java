// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

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
    static final ArchRule calls_know_no_infrastructure_but_runs = noClasses()
            .that()
            .resideInAPackage("io.truename.migrate.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.pubsub..", "io.truename.monitoring..", "io.truename.cloudsql..");
}
