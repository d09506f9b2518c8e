// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.DeployableContract;
import io.truename.testkit.InvokerFailedException;
import org.junit.jupiter.api.Test;

class DeployableIT extends DeployableContract {
    DeployableIT() {
        super(
                Deployable.FOLDER,
                "io.truename.probe",
                "r2dbc-postgresql",
                "google-cloud-pubsub",
                "google-cloud-monitoring");
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem_andNoPassword() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_DATABASE_URL", "postgresql://me:hunter2@/x")
                        .environment("TRUENAME_STEP_SECONDS", "0")
                        .environment("TRUENAME_REDIS_URL", "http://:hunter2@cache")
                        .environment("TRUENAME_KNOWN_BOUND_MILLIS", "0")
                        .environment("TRUENAME_SCANS_TOPIC", "a b")
                        .environment("TRUENAME_DEAD_LETTERS_TOPIC", "goog-x")
                        .environment("PUBSUB_EMULATOR_HOST", "here")
                        .environment("TRUENAME_ENDPOINTS", "generate=https://me:hunter2@host/health")
                        .environment("TRUENAME_CLOUDSQL_INSTANCE", "mine")
                        .environment("TRUENAME_BACKUP_HOURS", "0")
                        .environment("TRUENAME_HEALTH_REPORTS_TOPIC", "x")
                        .environment("TRUENAME_MONITORING", "on")
                        .environment("TRUENAME_MONITORING_HOST", "there")
                        .environment("TRUENAME_REGION", "Europe West")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_DATABASE_URL: must be postgresql://")
                .hasMessageContaining("TRUENAME_REDIS_URL: must be redis://host:port")
                .hasMessageContaining("TRUENAME_KNOWN_BOUND_MILLIS: must be a whole number from 50 to 60000")
                .hasMessageContaining("TRUENAME_STEP_SECONDS: must be a whole number from 1 to 100")
                .hasMessageContaining("TRUENAME_SCANS_TOPIC: ")
                .hasMessageContaining("TRUENAME_DEAD_LETTERS_TOPIC: ")
                .hasMessageContaining("PUBSUB_EMULATOR_HOST: must be host:port")
                .hasMessageContaining("TRUENAME_ENDPOINTS: must be name=https://host/path")
                .hasMessageContaining("TRUENAME_CLOUDSQL_INSTANCE: must be project:instance")
                .hasMessageContaining("TRUENAME_BACKUP_HOURS: must be a whole number from 1 to 720")
                .hasMessageContaining("TRUENAME_HEALTH_REPORTS_TOPIC: ")
                .hasMessageContaining("TRUENAME_MONITORING: must be off")
                .hasMessageContaining("TRUENAME_MONITORING_HOST: must be host:port")
                .hasMessageContaining("TRUENAME_REGION: must be")
                .hasMessageNotContaining("hunter2");
    }
}
