// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import io.truename.storage.BucketEndpoint;
import io.truename.storage.CloudObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage in a process of its own, which a test can kill, or give a disk of its own. */
final class StorageProcess implements AutoCloseable {
    private final Process process;
    private final String target;

    private StorageProcess(Process process, String target) {
        this.process = process;
        this.target = target;
    }

    /** Runs in the process: prints the address, and stays. */
    public static void main(String[] folder) throws Exception {
        try (LocalStorage storage = LocalStorage.start(List.of("reports"), Path.of(folder[0]), 0, Clock.systemUTC())) {
            System.out.println(storage.target());
            while (System.in.read() >= 0) {
                // The test never writes: this waits for its end.
            }
        }
    }

    /** @param before command line before java; none if empty */
    static StorageProcess start(Path folder, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StorageProcess.class.getName(),
                folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String target = lines.readLine();
        if (target == null) {
            throw new IOException("the process ended at its start");
        }
        return new StorageProcess(process, target);
    }

    CloudObjectStore store() {
        return new CloudObjectStore(new BucketEndpoint("reports", Optional.of(target)));
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
