// SPDX-License-Identifier: Apache-2.0
package io.truename.local.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No space left on device                                              | its disk is full",
                "initdb: error: could not write file \"base/1\": No space left on device | its disk is full",
                "could not extend file \"base/1\": wrote only 4096 of 8192 bytes        | its disk is full",
                "Disk quota exceeded                                                  | your share of its disk is full",
                "Read-only file system                                                | its file system is read-only",
                "could not create directory \"x\": Permission denied                    | access denied",
                "Operation not permitted                                              | access denied",
                "File name too long                                                   | its name is too long",
            })
    void of_whatSystemsAndProgramsSay(String message, String reason) {
        assertThat(FileError.of(message).reason()).isEqualTo(reason);
        assertThat(FileError.of(new FileSystemException("x", null, message)).reason())
                .isEqualTo(reason);
    }

    @Test
    void of_deniedByTheJdk_whichHasNoReason() {
        assertThat(FileError.of(new AccessDeniedException("x")).reason()).isEqualTo("access denied");
    }

    @Test
    void of_missing_whichTheJdkNamesOnly() {
        assertThat(FileError.of(new NoSuchFileException("x")))
                .isEqualTo(new FileError("it does not exist", "create it"));
    }

    @Test
    void of_anythingElse_isToldInOneLine() {
        assertThat(FileError.of(new IOException("strange\nthing")).sentence("The folder \"x\"", "do y", null))
                .hasMessage("The folder \"x\" cannot be used (strange thing): put that right, or do y.");
    }
}
