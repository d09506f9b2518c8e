// SPDX-License-Identifier: Apache-2.0
package io.truename.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule storage_knows_its_client_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.truename.storage", "org.jspecify.annotations", "java..", "com.google..");
}
