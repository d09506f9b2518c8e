// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.edge.DeployableContract;
import io.truename.testkit.InvokerFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeployableIT extends DeployableContract {
    DeployableIT() {
        super(Deployable.FOLDER, "io.truename.generate");
    }

    @Test
    void library_hasNoDriverNoGrpc_andStaysSmall() throws IOException {
        assertThat(library())
                .noneMatch(
                        name -> name.matches(".*(r2dbc|postgres|jdbc|hikari|grpc|netty|protobuf|snakeyaml|invoker).*"))
                // 20 jars of 11 MB when this was written: a newcomer among them is a decision, not an accident.
                .hasSizeLessThanOrEqualTo(20);
        assertThat(bytes()).isLessThan(13_000_000);
    }

    @Test
    void start_badEnvironment_endsWithEveryProblem() {
        assertThatThrownBy(() -> Deployable.process()
                        .environment("TRUENAME_NAMESPACE", "not-a-uuid")
                        .environment("TRUENAME_NAMESPACE_HASH", "MD5")
                        .start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("TRUENAME_NAMESPACE: ")
                .hasMessageContaining("TRUENAME_NAMESPACE_HASH: ")
                .hasMessageContaining("must be SHA-1 or SHA-256");
    }

    private static long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(Deployable.FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
