// SPDX-License-Identifier: Apache-2.0
package io.truename.local.database;

import io.truename.local.component.FileError;
import io.truename.local.component.StartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL binaries for this platform, unpacked from the class path. The archives' own launcher is not used: it turns fsync
 * off, trusts every local login as superuser, leaves files in the system's temporary folder and cannot say why a start
 * failed.
 */
final class PostgresBinaries {
    private static final int EXECUTABLE = 0b001_000_000;

    private PostgresBinaries() {}

    /** Unpacks into {@code folder}, which it creates. Returns the folder of the programs. */
    static Path unpack(Path folder) throws StartException {
        InputStream archive = PostgresBinaries.class.getResourceAsStream("/postgres-" + platform() + ".txz");
        if (archive == null) {
            throw new StartException("This program has no PostgreSQL for " + platform()
                    + ": build it there, or anywhere with mvn package -Pevery-platform.");
        }
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
            Path root = Files.createDirectories(folder).toAbsolutePath().normalize();
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                write(entries, entry, root);
            }
            return root.resolve("bin");
        } catch (IOException e) {
            throw FileError.of(e)
                    .sentence(
                            "The temporary folder \"" + DataFolder.shown(folder) + "\"",
                            "name another with java -Djava.io.tmpdir=DIR -jar",
                            e);
        }
    }

    /** Returns this machine's platform as the archives name it. */
    private static String platform() {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch", "");
        return system + "-"
                + switch (machine) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> machine;
                };
    }

    private static void write(TarArchiveInputStream entries, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a file outside of its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(entries, target, StandardCopyOption.REPLACE_EXISTING);
            boolean executable = (entry.getMode() & EXECUTABLE) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
