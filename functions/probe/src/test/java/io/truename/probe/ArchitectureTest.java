// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.truename", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DRIVERS = {
        "io.r2dbc..",
        "reactor..",
        "org.postgresql..",
        "java.sql..",
        "io.grpc..",
        "io.netty..",
        "io.lettuce..",
        "com.google.api..",
        "com.google.cloud..",
        "com.google.pubsub..",
        "com.google.monitoring..",
        "com.google.auth.."
    };

    @ArchTest
    static final ArchRule probe_knows_no_driver_no_cloud_client_and_no_spring = noClasses()
            .that()
            .resideInAPackage("io.truename.probe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DRIVERS)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule calls_know_no_cloud_client = noClasses()
            .that()
            .resideInAPackage("io.truename.probe.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.pubsub..", "io.truename.monitoring..");

    @ArchTest
    static final ArchRule monitoring_alone_knows_its_client = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.monitoring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.monitoring..", "com.google.cloud.monitoring..");

    @ArchTest
    static final ArchRule the_rules_know_no_infrastructure = noClasses()
            .that()
            .resideInAPackage("io.truename.probing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.postgres..", "io.truename.edge..", "io.truename.probe..", "io.r2dbc..");

    @ArchTest
    static final ArchRule infrastructure_knows_no_function = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.truename.postgres..", "io.truename.pubsub..", "io.truename.monitoring..", "io.truename.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.probe..", "io.truename.edge..");
}
