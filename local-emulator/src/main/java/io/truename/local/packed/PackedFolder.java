// SPDX-License-Identifier: Apache-2.0
package io.truename.local.packed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Folder that the build packs into this program as a zip. */
public final class PackedFolder {
    /** Truename's own sources, the story's default files. */
    public static final PackedFolder OWN_SOURCES = new PackedFolder("/truename-sources.zip");

    private final String resource;

    private PackedFolder(String resource) {
        this.resource = resource;
    }

    /** Returns the deployable of a function's module, such as {@code functions/generate}. */
    public static PackedFolder deployable(String module) {
        return new PackedFolder("/" + module + ".zip");
    }

    /**
     * Unpacks the files into a folder, which is created if needed.
     *
     * @throws IOException if the zip is missing from this program, or the folder cannot be written
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
