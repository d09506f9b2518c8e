// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.testkit.suite.LongSuite;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of failed starts: full disks, read-only disks, locales without letters. */
@LongSuite
class StartFailuresIT {
    private static final Map<String, String> POSIX = Map.of("LC_ALL", "POSIX");

    @TempDir
    Path folder;

    private Path temporary;

    @BeforeEach
    void makeTemporaryFolder() throws Exception {
        temporary = Files.createDirectories(folder.resolve("temporary"));
    }

    @Test
    void diskFullAtTheStart_isNamedWithTheRemedy() throws Exception {
        String output = onDiskOf("20m", "rw", 2);
        assertThat(output)
                .contains("(its disk is full): free about 500 MB there", "--data")
                .doesNotContain("Exception");
    }

    @Test
    void diskFullWhileTheStoryIsPlayed_isNamedWithTheRemedy() throws Exception {
        String output = onDiskOf("110m", "rw", 1);
        assertThat(output).contains("FAILED: ", "is full: free about 500 MB there before you start again.");
    }

    @Test
    void diskReadOnly_isNamedWithTheRemedy() throws Exception {
        String output = onDiskOf("20m", "ro", 2);
        assertThat(output).contains("(its file system is read-only)", "--data").doesNotContain("Exception");
    }

    /** Starts in a user namespace, where any user may mount a disk of any size. */
    private String onDiskOf(String size, String mode, int exit) throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        String mount = "mount -t tmpfs -o size=" + size + " none '" + disk + "' && mkdir '" + disk
                + "/data' && mount -o remount," + mode + ",size=" + size + " none '" + disk + "'";
        Assumptions.assumeTrue(
                new ProcessBuilder("unshare", "-rm", "sh", "-c", mount).start().waitFor(20, TimeUnit.SECONDS)
                        && new ProcessBuilder("unshare", "-rm", "sh", "-c", mount)
                                        .start()
                                        .waitFor()
                                == 0,
                "this machine lets nobody mount");
        try (LocalProcess run = LocalProcess.startWithin(
                new String[] {"unshare", "-rm", "sh", "-c", mount + " && exec \"$@\"", "sh"},
                Map.of(),
                temporary,
                "--once",
                "--documents",
                "200000",
                "--port",
                String.valueOf(LocalProcess.freePort()),
                "--data",
                disk + "/data")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(exit);
            return run.output();
        }
    }

    @Test
    void addressOfThisMachine_isListenedOnBesideTheLoopback() throws Exception {
        String address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(candidate -> candidate instanceof Inet4Address && !candidate.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("0.0.0.0");
        int port = LocalProcess.freePort();
        try (LocalProcess run =
                LocalProcess.start(temporary, "--bind", address, "--port", String.valueOf(port), "--documents", "2")) {
            run.awaitLine("All ids agree");
            try (Socket there = new Socket(address, port);
                    LocalProcess second =
                            LocalProcess.start(temporary, "--bind", address, "--port", String.valueOf(port))) {
                assertThat(there.isConnected()).isTrue();
                assertThat(second.awaitExit()).isEqualTo(2);
                assertThat(second.output()).contains("Port " + port + " is in use");
            }
        }
    }

    @Test
    void lettersThatTheLocaleCannotCarry_nameTheLocale() throws Exception {
        for (String option : new String[] {"--data", "--files", "--mapping"}) {
            try (LocalProcess run = LocalProcess.startWithin(
                    new String[] {
                        "sh", "-c", "exec \"$@\" --once " + option + " \"$(printf '/tmp/j\\303\\274rgen')\"", "sh"
                    },
                    POSIX,
                    temporary)) {
                assertThat(run.awaitExit()).as(run.output()).isEqualTo(2);
                assertThat(run.output().lines()).singleElement().asString().contains("put LC_ALL=C.UTF-8 before java");
            }
        }
    }

    @Test
    void namesOfFilesThatTheLocaleCannotCarry_areStoredAllTheSame() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo one > \"$(printf 'j\\303\\274rgen')\"; mkdir \"$(printf '\\303\\244')\";"
                                + " echo two > \"$(printf '\\303\\244/\\377')\"")
                .directory(files.toFile())
                .start()
                .waitFor();
        try (LocalProcess run = LocalProcess.startWithin(
                new String[0],
                POSIX,
                temporary,
                "--port",
                String.valueOf(LocalProcess.freePort()),
                "--files",
                files.toString())) {
            // The chapters that follow know no files.
            run.awaitLine("All ids agree: 2 files are 2 documents");
            assertThat(run.output()).doesNotContain("Exception");
        }
    }
}
