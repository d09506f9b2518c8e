// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokerProcessIT {
    @Test
    void start_targetNotThere_saysWhatTheFrameworkSaid(@TempDir Path folder) {
        assertThatThrownBy(
                        () -> InvokerProcess.of(folder.toString(), "not.There").start())
                .isInstanceOf(InvokerFailedException.class)
                .hasMessageContaining("exit code")
                .hasMessageContaining("not.There");
    }

    @Test
    void ofDeployable_twoJarsOrNone_isRefused(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> InvokerProcess.ofDeployable(folder, "a.B"))
                .isInstanceOf(IllegalArgumentException.class);
        Files.createFile(folder.resolve("a.jar"));
        assertThat(InvokerProcess.ofDeployable(folder, "a.B")).isNotNull();
        Files.createFile(folder.resolve("b.jar"));
        assertThatThrownBy(() -> InvokerProcess.ofDeployable(folder, "a.B"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
