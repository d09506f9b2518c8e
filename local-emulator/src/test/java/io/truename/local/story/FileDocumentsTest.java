// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import io.truename.local.component.StartException;
import io.truename.local.corpus.Upload;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FileDocumentsTest {
    @TempDir
    Path root;

    private SourceCounts counts = SourceCounts.NONE;

    @Test
    void file_isHashedWholeAndInSlices() throws Exception {
        byte[] content = new byte[200_000];
        new java.util.Random(1).nextBytes(content);
        Files.write(root.resolve("a.txt"), content);

        Upload upload = read(FileDocuments.below(root)).get("a.txt");

        assertThat(upload.sha256()).isEqualTo(sha256(content));
        assertThat(upload.bytes()).isEqualTo(200_000);
        assertThat(upload.mime()).isEqualTo("text/plain");
        assertThat(upload.slices().count()).isEqualTo(4);
        assertThat(upload.slices().sha256(3)).isEqualTo(sha256(Arrays.copyOfRange(content, 196_608, 200_000)));
        assertThat(upload.slices().length(3)).isEqualTo(3_392);
    }

    @Test
    void file_ofWholeSlices_hasNoEmptyLastSlice() throws Exception {
        Files.write(root.resolve("a"), new byte[131_072]);
        assertThat(read(FileDocuments.below(root)).get("a").slices().count()).isEqualTo(2);
    }

    @Test
    void file_empty_isADocumentWithoutChunks() throws Exception {
        Files.createFile(root.resolve("empty"));
        Upload upload = read(FileDocuments.below(root)).get("empty");
        assertThat(upload.sha256()).isEqualTo(sha256(new byte[0]));
        assertThat(upload.slices().count()).isZero();
        assertThat(counts.empty()).isEqualTo(1);
    }

    @Test
    void file_huge_hasBoundedSlices() throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
            sparse.setLength(300L << 20);
        }
        Upload upload = read(FileDocuments.below(root)).get("huge");
        assertThat(upload.slices().count()).isEqualTo(2_400);
        assertThat(FileReader.sliceBytes(Long.MAX_VALUE / 4)).isPositive();
        assertThat(FileReader.sliceBytes(256L << 20)).isEqualTo(64 * 1024);
    }

    @Test
    void files_equalAndOfOneUser_haveEqualNames() throws Exception {
        Files.createDirectories(root.resolve("x").resolve("deep"));
        Files.writeString(root.resolve("x").resolve("one"), "same");
        Files.writeString(root.resolve("x").resolve("deep").resolve("two"), "same");
        Map<String, Upload> uploads = read(FileDocuments.below(root));
        assertThat(uploads.get("one").sha256()).isEqualTo(uploads.get("two").sha256());
        assertThat(uploads.get("one").userId()).isEqualTo(uploads.get("two").userId());
        assertThat(uploads.get("one").jobId()).isNotEqualTo(uploads.get("two").jobId());
    }

    @Test
    void links_areCountedAndNeverFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nowhere"));
        Files.createSymbolicLink(root.resolve("outside"), Path.of("/etc/hosts"));
        assertThat(read(FileDocuments.below(root))).isEmpty();
        assertThat(counts.links()).isEqualTo(3);
    }

    @Test
    void pipe_isNeverOpened() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
        assertThat(read(FileDocuments.below(root))).isEmpty();
        assertThat(counts.special()).isEqualTo(1);
    }

    @Test
    void names_odd_areDocumentsAndPlainInTheCorpus() throws Exception {
        Files.writeString(root.resolve("two\nlines\u001b[31m"), "a");
        Process bytes = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377name')\"")
                .directory(root.toFile())
                .start();
        assumeTrue(bytes.waitFor(10, TimeUnit.SECONDS) && bytes.exitValue() == 0);
        Map<String, Upload> uploads = read(FileDocuments.below(root));
        assertThat(uploads).hasSize(2).containsKey("two\uFFFDlines\uFFFD[31m");
        assertThat(uploads.keySet()).noneMatch(name -> name.chars().anyMatch(Character::isISOControl));
        assertThat(counts.oddNames()).isEqualTo(2);
    }

    @Test
    void unreadable_isCounted() throws Exception {
        assumeTrue(new UnixSystem().getUid() != 0, "root reads everything");
        Files.createFile(
                root.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("-w-------")));
        Files.writeString(root.resolve("secret"), "x");
        Path folder = Files.createDirectory(
                root.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assertThat(read(FileDocuments.below(root))).isEmpty();
        assertThat(counts.unreadable()).isEqualTo(2);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void unreadable_folder_evenForRoot() throws Exception {
        // A kernel's file that says it is larger than what can be read of it, and never lets itself be read.
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.exists(memory));
        SourceTally tally = new SourceTally();
        Path file = Files.writeString(root.resolve("model"), "0123456789");
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        assertThat(new FileReader(Path.of("/proc/self"), tally).read(new FileWalk.Found(memory, attributes)))
                .isEmpty();
        assertThat(tally.counts().unreadable()).isEqualTo(1);
    }

    @Test
    void file_thatGrowsShrinksOrVanishes_isLeftOut() throws Exception {
        for (String name : new String[] {"grows", "shrinks", "vanishes"}) {
            Files.writeString(root.resolve(name), "0123456789");
        }
        SourceTally tally = new SourceTally();
        FileReader reader = new FileReader(root, tally);
        try (FileWalk walk = new FileWalk(root, java.util.Set.of(), tally)) {
            for (Optional<FileWalk.Found> found = walk.next(); found.isPresent(); found = walk.next()) {
                Path path = found.get().path();
                switch (path.getFileName().toString()) {
                    case "grows" -> Files.writeString(path, "more", StandardOpenOption.APPEND);
                    case "shrinks" -> Files.writeString(path, "less");
                    default -> Files.delete(path);
                }
                assertThat(reader.read(found.get())).as(path.toString()).isEmpty();
            }
        }
        assertThat(tally.counts().changed()).isEqualTo(3);
        assertThat(tally.counts().documents()).isZero();
    }

    @Test
    void kernelFiles_neverBlock() throws Exception {
        Path kernel = Path.of("/proc/sys/kernel");
        assumeTrue(Files.isDirectory(kernel));
        read(FileDocuments.below(kernel));
        assertThat(counts.documents()).isPositive();
    }

    @Test
    void sources_leaveOutWhatToolsMade() throws Exception {
        for (String folder : new String[] {".git", "target", "node_modules", "src"}) {
            Files.createDirectories(root.resolve(folder));
            Files.writeString(root.resolve(folder).resolve(folder + "-file"), folder);
        }
        assertThat(read(FileDocuments.sourcesBelow(root))).containsOnlyKeys("src-file");
        assertThat(counts.skippedFolders()).isEqualTo(3);
        assertThat(read(FileDocuments.below(root))).hasSize(4);
    }

    @Test
    void folder_notThere() throws Exception {
        assertThatThrownBy(() -> FileDocuments.below(root.resolve("none")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("does not exist");
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> FileDocuments.below(file))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is not a folder");
    }

    private Map<String, Upload> read(DocumentSource source) throws Exception {
        Map<String, Upload> uploads = new TreeMap<>();
        try (DocumentStream stream = source.open()) {
            for (Optional<Upload> next = stream.next(); next.isPresent(); next = stream.next()) {
                uploads.put(next.get().filename(), next.get());
            }
            counts = stream.counts();
        }
        return uploads;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
