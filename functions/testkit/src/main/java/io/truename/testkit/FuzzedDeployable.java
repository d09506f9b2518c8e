// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Fuzz test of a deployable with a {@link RequestFuzzer}: also checks the log, and the function's health at the end.
 *
 * @param folder the deployable, as the build leaves it
 * @param target the function's class
 * @param paths of its routes
 * @param healthPath the one that answers 200 while all is well
 * @param environment its settings
 */
public record FuzzedDeployable(
        Path folder, String target, List<String> paths, String healthPath, Map<String, String> environment) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_SHOWN = 20;

    public FuzzedDeployable {
        paths = List.copyOf(paths);
        environment = Map.copyOf(environment);
    }

    /** {@code generate}, by its deployable. */
    public static FuzzedDeployable generate(Path folder) {
        return new FuzzedDeployable(
                folder,
                "io.truename.generate.GenerateFunction",
                List.of("/ids", "/ids/verify", "/self-checks", "/health", "/openapi.json", "/"),
                "/health",
                Map.of());
    }

    /** A function of a sample corpus with a few documents, by its deployable. */
    public static FuzzedDeployable withCorpus(Path folder, String target, List<String> paths) {
        TestDatabase database = TestServer.shared(TestServer.Version.NEWEST).database();
        SchemaVariant corpus = SchemaVariant.SAMPLE_PIPELINE;
        corpus.create(database, 10);
        return new FuzzedDeployable(
                folder,
                target,
                paths,
                "/health",
                Map.of("TRUENAME_DATABASE_URL", database.url(), "TRUENAME_MAPPING", corpus.mapping()));
    }

    /**
     * Starts it, sends the requests that follow from the seed, and stops it.
     *
     * @param progress receives the number of requests sent
     */
    public FuzzSummary run(long seed, int requests, IntConsumer progress) {
        List<String> violations = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger count = new AtomicInteger();
        InvokerProcess.Builder process =
                InvokerProcess.ofDeployable(folder, target).onOutput(line -> judge(line, violations, count));
        environment.forEach(process::environment);
        try (InvokerProcess function = process.start()) {
            FuzzSummary summary = new RequestFuzzer(seed, paths).run(function.port(), requests, progress);
            if (!isWell(function)) {
                violations.add("in the end " + healthPath + " did not answer 200");
                count.incrementAndGet();
            }
            return summary.and(List.copyOf(violations), count.get());
        }
    }

    private static void judge(String line, List<String> violations, AtomicInteger count) {
        boolean fault = line.contains("\"request.failed\"");
        if ((fault || RequestFuzzer.leaks(line)) && count.incrementAndGet() <= MOST_SHOWN) {
            violations.add((fault ? "a fault of ours: " : "a log line shows what was sent: ") + line);
        }
    }

    private boolean isWell(InvokerProcess function) {
        try (RawConnection connection = new RawConnection(function.port(), PATIENCE)) {
            connection.send(("GET " + healthPath + " HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return connection.read(false).status() == 200;
        } catch (IOException unwell) {
            return false;
        }
    }
}
