// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.DeployableContract;
import io.truename.testkit.InvokerFailedException;
import org.junit.jupiter.api.Test;

class DeployableIT extends DeployableContract {
    DeployableIT() {
        super(
                Deployable.FOLDER,
                "io.truename.tune",
                "r2dbc-postgresql",
                "google-cloud-pubsub",
                "google-cloud-monitoring");
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem_andNoPassword() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_DATABASE_URL", "postgresql://me:hunter2@/x")
                        .environment("TRUENAME_PROPOSALS_TOPIC", "a b")
                        .environment("TRUENAME_DEAD_LETTERS_TOPIC", "goog-x")
                        .environment("TRUENAME_MONITORING", "on")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_DATABASE_URL: must be postgresql://")
                .hasMessageContaining("TRUENAME_PROPOSALS_TOPIC: ")
                .hasMessageContaining("TRUENAME_DEAD_LETTERS_TOPIC: ")
                .hasMessageContaining("TRUENAME_MONITORING: must be off")
                .hasMessageNotContaining("hunter2");
    }
}
