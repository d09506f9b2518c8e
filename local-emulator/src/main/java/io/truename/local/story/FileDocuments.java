// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.component.StartException;
import io.truename.local.corpus.Chunker;
import io.truename.local.corpus.Upload;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Document source over the files below a folder. Each file is a document, read once as a stream. It belongs to the user of
 * its top-level folder. Links are not followed, special files are not opened, and an empty file is a document without chunks.
 */
public final class FileDocuments implements DocumentSource {
    private static final Set<String> TOOL_FOLDERS = Set.of(".git", "target", "node_modules", ".idea", ".terraform");

    private final Path folder;
    private final Set<String> skippedFolders;
    private final String description;

    private FileDocuments(Path folder, Set<String> skippedFolders, String description) {
        this.folder = folder;
        this.skippedFolders = skippedFolders;
        this.description = description;
    }

    /**
     * Creates a source of every file below a folder.
     *
     * @throws StartException if the folder cannot be read
     */
    public static FileDocuments below(Path folder) throws StartException {
        return new FileDocuments(requireReadable(folder), Set.of(), "a folder's files");
    }

    /**
     * Creates a source of a project's own files, without {@code .git}, build output and the like.
     *
     * @throws StartException if the folder cannot be read
     */
    public static FileDocuments sourcesBelow(Path folder) throws StartException {
        return new FileDocuments(requireReadable(folder), TOOL_FOLDERS, "a project's own sources");
    }

    @Override
    public DocumentStream open() {
        SourceTally tally = new SourceTally();
        FileWalk walk = new FileWalk(folder, skippedFolders, tally);
        FileReader reader = new FileReader(folder, tally);
        return new DocumentStream() {
            @Override
            public Optional<Upload> next() throws InterruptedException {
                for (Optional<FileWalk.Found> found = walk.next(); found.isPresent(); found = walk.next()) {
                    Optional<Upload> upload = reader.read(found.get());
                    if (upload.isPresent()) {
                        return upload;
                    }
                }
                return Optional.empty();
            }

            @Override
            public SourceCounts counts() {
                return tally.counts();
            }

            @Override
            public void close() {
                walk.close();
            }
        };
    }

    @Override
    public Chunker chunker() {
        return FileReader.CHUNKER;
    }

    @Override
    public OptionalLong total() {
        return OptionalLong.empty();
    }

    @Override
    public String description() {
        return description;
    }

    private static Path requireReadable(Path folder) throws StartException {
        String shown = "\"" + folder.toString().replaceAll("\\p{Cntrl}", "?") + "\"";
        if (!Files.exists(folder)) {
            throw new StartException("The folder " + shown + " does not exist: give --files a folder that does.");
        }
        if (!Files.isDirectory(folder)) {
            throw new StartException(shown + " is not a folder: give --files the folder that holds the files.");
        }
        try (DirectoryStream<Path> readable = Files.newDirectoryStream(folder)) {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new StartException(
                    "The folder " + shown + " cannot be read: give --files a folder that this user may read.", e);
        }
    }
}
