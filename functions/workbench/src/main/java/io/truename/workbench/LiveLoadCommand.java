// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.database.TestServer;
import io.truename.workbench.load.LiveLoad;
import io.truename.workbench.load.LiveLoadResult;
import io.truename.workbench.rekey.Engines;
import io.truename.workbench.rekey.SampleCorpus;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code live-load [--documents N] [--quiet-seconds N] [--pause-millis N] [--engine NAME] [--server 14|18]}: eight readers and eight
 * writers through a whole migration and a whole rollback.
 */
final class LiveLoadCommand implements Command {
    @Override
    public String summary() {
        return "8 readers and 8 writers through a migration and its rollback; --documents N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(
                arguments, Set.of("--documents", "--quiet-seconds", "--pause-millis", "--engine", "--server"));
        LiveLoad load = new LiveLoad(
                Engines.named(options.text("--engine", Engines.names().get(0))),
                new SampleCorpus(options.number("--documents", 10_000), 10, 64),
                Duration.ofSeconds(options.number("--quiet-seconds", 10)),
                Duration.ofMillis(options.number("--pause-millis", 20)));
        try (TestServer server = TestServer.start(options.server(), Map.of("shared_buffers", "512MB"))) {
            LiveLoadResult result = load.run(server);
            out.print(result.markdown());
            return result.wrong().isEmpty() && result.stranded() == 0 ? 0 : 1;
        }
    }
}
