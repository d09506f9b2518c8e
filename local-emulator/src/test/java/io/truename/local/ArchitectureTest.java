// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_ALL_PARTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.local")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.truename.local");

    @ArchTest
    static final ArchRule PARTS_REACH_EACH_OTHER_BY_ADDRESS = noClasses()
            .that()
            .resideInAnyPackage("..pubsub..", "..local.database..", "..local.scheduler..", "..local.functions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gateway..", "..story..", "..corpus..");

    @ArchTest
    static final ArchRule PUBSUB_COULD_BE_A_MODULE_OF_ITS_OWN = noClasses()
            .that()
            .resideInAPackage("io.truename.local.pubsub..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.truename.local..").and(resideOutsideOfPackage("io.truename.local.pubsub..")));

    @ArchTest
    static final ArchRule THE_STORY_KNOWS_NO_PART_BUT_WHERE_THE_DATABASE_IS = noClasses()
            .that()
            .resideInAnyPackage("..story..", "..drill..", "..corpus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..local.gateway..", "..local.functions..", "..local.pubsub..", "..local.scheduler..");

    @ArchTest
    static final ArchRule MONITORING_COULD_BE_A_MODULE_OF_ITS_OWN = noClasses()
            .that()
            .resideInAPackage("io.truename.local.monitoring..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.truename.local..")
                    .and(resideOutsideOfPackage("io.truename.local.monitoring..")));

    @ArchTest
    static final ArchRule ONLY_SERVICES_AND_THEIR_CALLERS_SPEAK_GRPC = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..pubsub..",
                    "..story..",
                    "..drill..",
                    "..local.logging..",
                    "..local.monitoring..",
                    "..telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.pubsub..", "com.google.cloud.pubsub..");

    @ArchTest
    static final ArchRule NO_FUNCTION_IS_ON_THIS_CLASS_PATH = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.truename.generate..",
                    "io.truename.edge..",
                    "com.google.cloud.functions..",
                    "org.apache.beam..",
                    "org.springframework..");

    @ArchTest
    static final ArchRule THE_BROKER_IS_PURE = classes()
            .that()
            .resideInAPackage("..pubsub.broker..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.truename.local.pubsub.broker..", "com.google.protobuf..", "org.jspecify..");
}
