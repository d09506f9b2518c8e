// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    private final String machine = System.getProperty("java.io.tmpdir");

    @TempDir
    Path temporary;

    @BeforeEach
    void useOwnTemporaryFolder() {
        System.setProperty("java.io.tmpdir", temporary.toString());
    }

    @AfterEach
    void useMachinesTemporaryFolder() {
        System.setProperty("java.io.tmpdir", machine);
    }

    @Test
    void close_leavesNothing() throws Exception {
        try (Workspace workspace = Workspace.create()) {
            Files.createDirectories(workspace.folder("deep/er"));
            Files.writeString(workspace.folder("deep/er/file"), "x");
        }
        assertThat(entries()).isZero();
    }

    @Test
    void create_clearsWhatAKilledRunLeft() throws Exception {
        Path abandoned = Files.createDirectories(temporary.resolve("truename-local-1"));
        Files.writeString(abandoned.resolve("file"), "x");
        Files.createFile(temporary.resolve("truename-local-1.lock"));
        try (Workspace workspace = Workspace.create()) {
            assertThat(abandoned).doesNotExist();
            assertThat(entries()).isEqualTo(2);
        }
    }

    @Test
    void create_leavesARunningOneAlone() throws Exception {
        try (Workspace first = Workspace.create()) {
            Files.createDirectories(first.folder("kept"));
            try (Workspace second = Workspace.create()) {
                assertThat(first.folder("kept")).exists();
            }
            assertThat(first.folder("kept")).exists();
        }
    }

    @Test
    void create_interruptedStillLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        Workspace.create().close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(entries()).isZero();
    }

    private long entries() throws Exception {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.count();
        }
    }
}
