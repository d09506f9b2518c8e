// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules for the class path of a function, which each function's tests include. Some name modules that not every function has. */
public final class FunctionArchitecture {
    private static final String[] FUNCTIONS = {
        "io.truename.generate..",
        "io.truename.migrate..",
        "io.truename.probe..",
        "io.truename.tune..",
        "io.truename.report.."
    };
    private static final String[] RULES = {
        "io.truename.identity..",
        "io.truename.corpus..",
        "io.truename.listing..",
        "io.truename.rekeying..",
        "io.truename.probing..",
        "io.truename.alerting..",
        "io.truename.tuning.."
    };
    private static final String[] INFRASTRUCTURE = {
        "io.truename.postgres..",
        "io.truename.pubsub..",
        "io.truename.redis..",
        "io.truename.monitoring..",
        "io.truename.observability..",
        "io.truename.history..",
        "io.truename.cloudsql.."
    };
    private static final String[] CLIENTS = {
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
    static final ArchRule functions_know_no_driver_no_cloud_client_and_no_spring = noClasses()
            .that()
            .resideInAnyPackage(FUNCTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CLIENTS)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule no_function_carries_a_pipeline = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.beam..", "io.truename.ledgerbeam..");

    @ArchTest
    static final ArchRule the_edge_alone_knows_the_adapter = noClasses()
            .that()
            .resideOutsideOfPackage("io.truename.edge")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule the_rules_know_no_infrastructure_and_no_function = noClasses()
            .that()
            .resideInAnyPackage(RULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INFRASTRUCTURE)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("io.truename.edge..", "io.r2dbc..");

    @ArchTest
    static final ArchRule infrastructure_knows_no_function = noClasses()
            .that()
            .resideInAnyPackage(INFRASTRUCTURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.truename.edge..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule monitoring_alone_knows_its_client = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.truename.monitoring..",
                    // They know the API's messages.
                    "io.truename.alerting..",
                    "io.truename.observability..",
                    "io.truename.history..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.monitoring..", "com.google.cloud.monitoring..");

    private FunctionArchitecture() {}
}
