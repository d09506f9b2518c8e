// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.testkit.schema.SchemaVariant;
import io.truename.workbench.events.EventLoad;
import io.truename.workbench.events.EventLoadResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code event-load [--events N] [--rate R] [--batch N] [--senders N] [--kills N] [--seed S] [--deploy DIR] [--server 14|18]}: stage events
 * on probe, in batches and as single pushes, while its process is killed and started again.
 */
final class EventLoadCommand implements Command {
    private static final int BATCH = 500;
    private static final int BATCH_SENDERS = 4;
    private static final int PUSH_SENDERS = 64;

    /** Kept by each load whose rate is not limited. */
    private static final double LEAST_RATE = 1_000;

    @Override
    public String summary() {
        return "stage events on probe while it is killed: lost, counted twice, events per second";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(
                arguments,
                Set.of("--events", "--rate", "--batch", "--senders", "--kills", "--seed", "--deploy", "--server"));
        int events = options.number("--events", 60_000);
        int rate = options.number("--rate", 0);
        int batch = options.number("--batch", 0);
        int kills = options.number("--kills", 3);
        long seed = options.longNumber("--seed", 1);
        Path deploy = Path.of(options.text("--deploy", "functions/probe/target/deploy"));
        if (events < 1 || rate < 0 || batch < 0 || kills < 0) {
            throw new IllegalArgumentException("--events must be at least 1, --rate, --batch and --kills at least 0");
        }
        boolean kept = true;
        try (TestServer server = TestServer.start(options.server(), Map.of("shared_buffers", "256MB"))) {
            for (int size : batch == 0 ? new int[] {BATCH, 1} : new int[] {batch}) {
                TestDatabase database = server.database();
                SchemaVariant.SAMPLE_PIPELINE.create(database, 1);
                int senders = options.number("--senders", size == 1 ? PUSH_SENDERS : BATCH_SENDERS);
                EventLoadResult result = EventLoad.run(
                        database,
                        deploy,
                        SchemaVariant.SAMPLE_PIPELINE.mapping(),
                        new EventLoad.EventShape(events, size, senders, rate, kills, seed));
                out.println(result.line());
                kept &= result.faults().isEmpty() && (rate > 0 || result.eventsPerSecond() >= LEAST_RATE);
                server.drop(database);
            }
        }
        return kept ? 0 : 1;
    }
}
