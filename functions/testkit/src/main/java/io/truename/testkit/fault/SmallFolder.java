// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder on a file system of a few megabytes that can really be full. Needs the right to mount: elsewhere there is none. */
public final class SmallFolder implements AutoCloseable {
    private final Path mount;

    private SmallFolder(Path mount) {
        this.mount = mount;
    }

    /** Mounts one of that size; empty where that is not allowed. */
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

    /** Leaves no byte. */
    public void fill() {
        fillBut(0);
    }

    /** Leaves about so many bytes. */
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

    /** Gives the space back. */
    public void empty() {
        try {
            Files.deleteIfExists(mount.resolve("filler"));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Unmounts it, whoever still uses it. */
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
