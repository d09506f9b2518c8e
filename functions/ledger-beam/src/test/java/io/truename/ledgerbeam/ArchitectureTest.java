// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.ledgerbeam", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_pipeline_knows_no_runner_and_no_function = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.ledgerbeam",
                    "io.truename.listing",
                    "io.truename.costing.savings",
                    "org.apache.beam.sdk..",
                    "com.fasterxml.jackson..",
                    "org.jspecify.annotations",
                    "java..")
            .because("an option chooses the runner");
}
