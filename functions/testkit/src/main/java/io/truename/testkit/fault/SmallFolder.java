// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Folder on a file system of a few megabytes, which a test can fill. Needs the right to mount. */
public final class SmallFolder implements AutoCloseable {
    private final Path mount;

    private SmallFolder(Path mount) {
        this.mount = mount;
    }

    /** Mounts a folder of that size; empty if mounting is not allowed. */
    public static Optional<SmallFolder> mount(int megabytes) {
        try {
            Path mount = Files.createTempDirectory("truename-small-disk");
            if (!run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", mount.toString())) {
                Files.delete(mount);
                return Optional.empty();
            }
            return Optional.of(new SmallFolder(mount));
        } catch (IOException noMountProgram) {
            return Optional.empty();
        }
    }

    /** Where it is. */
    public Path path() {
        return mount;
    }

    /** Fills the folder completely. */
    public void fill() {
        fillBut(0);
    }

    /** Fills the folder except for about that many bytes. */
    public void fillBut(long bytes) {
        byte[] block = new byte[1 << 16];
        Path filler = mount.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int size = block.length; size > 0; size /= 2) {
                writeUntilFull(out, block, size);
            }
        } catch (IOException full) {
            // As wished.
        }
        try (var channel = java.nio.channels.FileChannel.open(filler, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - bytes));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void writeUntilFull(OutputStream out, byte[] block, int size) {
        try {
            while (true) {
                out.write(block, 0, size);
            }
        } catch (IOException full) {
            // As wished.
        }
    }

    /** Frees the space. */
    public void empty() {
        try {
            Files.deleteIfExists(mount.resolve("filler"));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Unmounts the folder, even if it is in use. */
    @Override
    public void close() {
        try {
            run("umount", "-l", mount.toString());
            Files.deleteIfExists(mount);
        } catch (IOException leftBehind) {
            mount.toFile().deleteOnExit();
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
