// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.truename.storage.CloudObjectStore;
import io.truename.storage.ObjectStore;
import io.truename.storage.StorageException;
import io.truename.testkit.suite.LongSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of storage whose process is killed while it writes, or whose disk is full. */
class StorageKillIT {
    private static final int SIZE = 40_000;

    @TempDir
    Path folder;

    @LongSuite
    @Test
    void kill_whileObjectsAreCreated_losesNoneThatWasConfirmed_andLeavesNoHalf() throws Exception {
        Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(40);
        StorageProcess first = StorageProcess.start(folder);
        CloudObjectStore store = first.store();
        Thread[] writers = new Thread[4];
        for (int at = 0; at < writers.length; at++) {
            writers[at] = new Thread(() -> {
                try {
                    while (true) {
                        int number = next.getAndIncrement();
                        store.create("o" + number, "text/plain", content(number));
                        confirmed.add(number);
                        enough.countDown();
                    }
                } catch (StorageException killed) {
                    // That object may be there or not.
                }
            });
            writers[at].start();
        }
        assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
        first.kill();
        for (Thread writer : writers) {
            writer.join();
        }

        try (StorageProcess second = StorageProcess.start(folder)) {
            ObjectStore again = second.store();
            for (int number = 0; number < next.get(); number++) {
                int each = number;
                var read = again.read("o" + each);
                assertThat(read.isPresent() || !confirmed.contains(each))
                        .as("o" + each)
                        .isTrue();
                read.ifPresent(bytes -> assertThat(bytes).isEqualTo(content(each)));
                assertThat(again.create("o" + each, "text/plain", content(each)))
                        .isEqualTo(read.isEmpty());
            }
            assertThat(folder.resolve("uploads")).isEmptyDirectory();
        }
    }

    @Test
    void fullDisk_isNamedWithTheRemedy_andSparesWhatIsThere() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        String mount = "mount -t tmpfs -o size=512k none '" + disk + "'";
        Assumptions.assumeTrue(
                new ProcessBuilder("unshare", "-rm", "sh", "-c", mount).start().waitFor() == 0,
                "this machine lets nobody mount");
        try (StorageProcess full =
                StorageProcess.start(disk, "unshare", "-rm", "sh", "-c", mount + " && exec \"$@\"", "sh")) {
            ObjectStore store = full.store();
            assertThat(store.create("small", "text/plain", content(1))).isTrue();

            assertThatThrownBy(() -> store.create("large", "text/plain", new byte[2_000_000]))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("507")
                    .hasStackTraceContaining("its disk is full");
            assertThat(store.read("large")).isEmpty();
            // What the refused upload took is free again.
            assertThat(store.create("other", "text/plain", content(2))).isTrue();
            assertThat(store.read("small"))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(content(1)));
        }
    }

    private static byte[] content(int number) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }
}
