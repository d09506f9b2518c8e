// SPDX-License-Identifier: Apache-2.0
package io.truename.local.part;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fault of a file or folder for people: a reason and its remedy. Starting again is
 * none for a full disk.
 *
 * @param reason completes "cannot be used (...)"
 * @param remedy completes "...: do this"
 */
public record FileFault(String reason, String remedy) {
    private record Known(String text, FileFault fault) {}

    /** As operating systems word them, whoever repeats it: the JDK, PostgreSQL, or a program of either. */
    private static final List<Known> KNOWN = List.of(
            new Known("no space left", new FileFault("its disk is full", "free about 500 MB there")),
            new Known("disk quota", new FileFault("your share of its disk is full", "free about 500 MB of it")),
            new Known("read-only file system", new FileFault("its file system is read-only", "mount it writable")),
            new Known("name too long", new FileFault("its name is too long", "shorten it")),
            new Known("access denied", denied()),
            new Known("permission denied", denied()),
            new Known("operation not permitted", denied()));

    private static FileFault denied() {
        return new FileFault("access denied", "let this user write there");
    }

    /** What a failure means. */
    public static FileFault of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return denied();
        }
        if (failure instanceof NoSuchFileException) {
            return new FileFault("it does not exist", "create it");
        }
        return of(
                failure instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : String.valueOf(failure.getMessage()));
    }

    /** What a message means that some program wrote. */
    public static FileFault of(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> text.contains(known.text()))
                .findFirst()
                .map(Known::fault)
                .orElseGet(() ->
                        new FileFault(message.replaceAll("\\p{Cntrl}+", " ").strip(), "put that right"));
    }

    /**
     * One sentence about it.
     *
     * @param subject what cannot be used, as {@code The folder "x"}
     * @param otherwise what else helps, as {@code keep the database elsewhere with --data}
     */
    public StartException sentence(String subject, String otherwise, @Nullable Throwable cause) {
        return new StartException(
                subject + " cannot be used (" + reason + "): " + remedy + ", or " + otherwise + ".", cause);
    }
}
