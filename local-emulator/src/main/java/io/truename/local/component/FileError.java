// SPDX-License-Identifier: Apache-2.0
package io.truename.local.component;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * File error for messages: a reason and its remedy, such as free disk space instead of another start.
 *
 * @param reason completes "cannot be used (...)"
 * @param remedy completes "...: do this"
 */
public record FileError(String reason, String remedy) {
    private record Known(String text, FileError fault) {}

    /** Known error texts of operating systems, as the JDK, PostgreSQL and their programs quote them. */
    private static final List<Known> KNOWN = List.of(
            new Known("no space left", full()),
            // PostgreSQL's words if half of a page still had room.
            new Known("wrote only", full()),
            new Known("disk quota", new FileError("your share of its disk is full", "free about 500 MB of it")),
            new Known("read-only file system", new FileError("its file system is read-only", "mount it writable")),
            new Known("name too long", new FileError("its name is too long", "shorten it")),
            new Known("access denied", denied()),
            new Known("permission denied", denied()),
            new Known("operation not permitted", denied()));

    private static FileError full() {
        return new FileError("its disk is full", "free about 500 MB there");
    }

    private static FileError denied() {
        return new FileError("access denied", "let this user write there");
    }

    /** Classifies an exception. */
    public static FileError of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return denied();
        }
        if (failure instanceof NoSuchFileException) {
            return new FileError("it does not exist", "create it");
        }
        return of(
                failure instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : String.valueOf(failure.getMessage()));
    }

    /** Classifies an error message of a program. */
    public static FileError of(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> text.contains(known.text()))
                .findFirst()
                .map(Known::fault)
                .orElseGet(() ->
                        new FileError(message.replaceAll("\\p{Cntrl}+", " ").strip(), "put that right"));
    }

    /**
     * Creates an exception whose message is one sentence: subject, reason, remedy and alternative.
     *
     * @param subject the file or folder, such as {@code The folder "x"}
     * @param otherwise an alternative remedy, such as {@code keep the database elsewhere with --data}
     */
    public StartException sentence(String subject, String otherwise, @Nullable Throwable cause) {
        return new StartException(
                subject + " cannot be used (" + reason + "): " + remedy + ", or " + otherwise + ".", cause);
    }
}
