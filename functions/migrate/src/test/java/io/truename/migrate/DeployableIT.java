// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.DeployableContract;
import io.truename.testkit.InvokerFailedException;
import org.junit.jupiter.api.Test;

class DeployableIT extends DeployableContract {
    DeployableIT() {
        super(
                Deployable.FOLDER,
                "io.truename.migrate",
                "r2dbc-postgresql",
                "google-cloud-pubsub",
                "google-cloud-monitoring",
                "google-api-services-sqladmin");
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem_andNoPassword() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_DATABASE_URL", "postgresql://me:hunter2@/x")
                        .environment("TRUENAME_STEP_SECONDS", "0")
                        .environment("TRUENAME_STEPS_TOPIC", "a b")
                        .environment("TRUENAME_DEAD_LETTERS_TOPIC", "goog-x")
                        .environment("TRUENAME_RENAMES_TOPIC", "x")
                        .environment("PUBSUB_EMULATOR_HOST", "here")
                        .environment("TRUENAME_MONITORING", "on")
                        .environment("TRUENAME_MONITORING_HOST", "there")
                        .environment("TRUENAME_REGION", "Europe West")
                        .environment("TRUENAME_CLOUDSQL_INSTANCE", "x")
                        .environment("TRUENAME_CLOUDSQL_URL", "ftp://x")
                        .environment("TRUENAME_BACKUP_HOURS", "soon")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_DATABASE_URL: must be postgresql://")
                .hasMessageContaining("TRUENAME_STEP_SECONDS: must be a whole number from 1 to 100")
                .hasMessageContaining("TRUENAME_STEPS_TOPIC: ")
                .hasMessageContaining("TRUENAME_DEAD_LETTERS_TOPIC: ")
                .hasMessageContaining("TRUENAME_RENAMES_TOPIC: ")
                .hasMessageContaining("PUBSUB_EMULATOR_HOST: must be host:port")
                .hasMessageContaining("TRUENAME_MONITORING: must be off")
                .hasMessageContaining("TRUENAME_MONITORING_HOST: must be host:port")
                .hasMessageContaining("TRUENAME_REGION: must be")
                .hasMessageContaining("TRUENAME_CLOUDSQL_INSTANCE: must be project:instance")
                .hasMessageContaining("TRUENAME_CLOUDSQL_URL: ")
                .hasMessageContaining("TRUENAME_BACKUP_HOURS: ")
                .hasMessageNotContaining("hunter2");
    }
}
