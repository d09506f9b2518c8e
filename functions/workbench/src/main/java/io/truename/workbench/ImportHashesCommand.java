// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.InvokerProcess;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import io.truename.workbench.hashes.HashImporter;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code import-hashes [--lines N] [--kills N] [--server 14|18] [--deploy FOLDER]}: how many lines a second {@code POST /content-hashes}
 * of the deployed migrate takes, whole and with its instance killed in between, and again as a repetition. Fails if a line is lost.
 */
final class ImportHashesCommand implements Command {
    private static final Path MIGRATE = Path.of("functions", "migrate", "target", "deploy");

    @Override
    public String summary() {
        return "lines per second of an import of hashes, with kills in between; --lines N";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        CommandOptions options = CommandOptions.of(arguments, Set.of("--lines", "--kills", "--server", "--deploy"));
        long lines = options.longNumber("--lines", 1_000_000);
        int kills = options.number("--kills", 3);
        Path folder = Path.of(options.text("--deploy", MIGRATE.toString()));
        boolean whole = true;
        out.println("| import | lines | stored | equal | kills | s | lines/s |");
        out.println("|---|---|---|---|---|---|---|");
        try (TestServer server = TestServer.start(options.server(), Map.of())) {
            TestDatabase database = server.database();
            InvokerProcess.Builder function = InvokerProcess.ofDeployable(folder, "io.truename.migrate.MigrateFunction")
                    .environment("TRUENAME_DATABASE_URL", database.url());
            HashImporter importer = new HashImporter(function, err);
            whole &= print(out, "killed in between", importer.run(lines, kills), lines);
            whole &= print(out, "repeated", importer.run(lines, 0), lines);
            long stored = Long.parseLong(database.value("SELECT count(*) FROM truename.content_hash"));
            out.printf(Locale.ROOT, "%n%,d of %,d lines are stored.%n", stored, lines);
            whole &= stored == lines;
        }
        return whole ? 0 : 1;
    }

    private static boolean print(PrintStream out, String name, HashImporter.Result result, long lines) {
        out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %d | %.1f | %,.0f |%n",
                name,
                lines,
                result.stored(),
                result.equal(),
                result.kills(),
                result.seconds(),
                lines / result.seconds());
        return result.stored() + result.equal() == lines;
    }
}
