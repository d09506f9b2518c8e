// SPDX-License-Identifier: Apache-2.0
package io.truename.local.packed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A folder that the build packed into this program as a zip. */
public final class PackedFolder {
    /** Truename's own sources: real files for a story on any machine. */
    public static final PackedFolder OWN_SOURCES = new PackedFolder("/truename-sources.zip");

    private final String resource;

    private PackedFolder(String resource) {
        this.resource = resource;
    }

    /** A function's deployable, by the module that builds it, as {@code functions/generate}. */
    public static PackedFolder deployable(String module) {
        return new PackedFolder("/" + module + ".zip");
    }

    /**
     * Unpacks into a folder, which is made if need be.
     *
     * @throws IOException if the build left it out, or the folder cannot be written
     */
    public Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream in = PackedFolder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from this program; build it with mvn package");
            }
            ZipInputStream entries = new ZipInputStream(in);
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(resource + " has an entry outside of itself");
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    Files.copy(entries, target);
                }
            }
        }
        return folder;
    }
}
