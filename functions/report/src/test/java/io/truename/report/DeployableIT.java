// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.DeployableContract;
import io.truename.testkit.InvokerFailedException;
import org.junit.jupiter.api.Test;

class DeployableIT extends DeployableContract {
    DeployableIT() {
        super(
                Deployable.FOLDER,
                "io.truename.report",
                "r2dbc-postgresql",
                "google-cloud-pubsub",
                "google-cloud-monitoring");
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem_andNoPassword() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_DATABASE_URL", "postgresql://me:hunter2@/x")
                        .environment("TRUENAME_REPORTS_TOPIC", "a b")
                        .environment("TRUENAME_DEAD_LETTERS_TOPIC", "goog-x")
                        .environment("TRUENAME_MONITORING", "on")
                        .environment("TRUENAME_REPORT_ZONE", "Berlin")
                        .environment("TRUENAME_REPORTS_BUCKET", "My Bucket")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_DATABASE_URL: must be postgresql://")
                .hasMessageContaining("TRUENAME_REPORTS_TOPIC: ")
                .hasMessageContaining("TRUENAME_DEAD_LETTERS_TOPIC: ")
                .hasMessageContaining("TRUENAME_MONITORING: must be off")
                .hasMessageContaining("TRUENAME_REPORT_ZONE: must be a zone, such as Europe/Berlin")
                .hasMessageContaining("TRUENAME_REPORTS_BUCKET: must be a bucket's name")
                .hasMessageNotContaining("hunter2");
    }
}
