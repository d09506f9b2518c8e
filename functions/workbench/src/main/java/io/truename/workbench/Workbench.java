// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entry point of the workbench: the first argument names the command. */
public final class Workbench {
    private static final int DONE = 0;
    private static final int NOT_UNDERSTOOD = 2;

    private final Map<String, Command> commands = new LinkedHashMap<>();

    Workbench() {
        commands.put("ids", new CompareIds());
        commands.put("vectors", new PrintVectors());
        commands.put("fuzz", new Fuzz());
        commands.put("cold-start", new ColdStart());
        commands.put("throughput", new Throughput());
        commands.put("costs", new CostsCommand());
        commands.put("monitoring-overhead", new MonitoringOverheadCommand());
        commands.put("convergence", new Convergence());
        commands.put("crash-matrix", new CrashMatrixCommand());
        commands.put("live-load", new LiveLoadCommand());
        commands.put("event-load", new EventLoadCommand());
        commands.put("rekey", new RekeyCommand());
        commands.put("shapes", new ShapesCommand());
        commands.put("validate", new ValidateCommand());
        commands.put("import-hashes", new ImportHashesCommand());
        commands.put("key-order", new KeyOrderCommand());
        commands.put("sample-bound", new SampleBoundCommand());
        commands.put("known-cache", new KnownCacheCommand());
        commands.put("scan-ratio", new ScanRatioCommand());
        commands.put("seeded-faults", new SeededFaultsCommand());
        commands.put("backtest", new BacktestCommand());
        commands.put("propose", new ProposeCommand());
        commands.put("tune-evidence", new TuneEvidenceCommand());
        commands.put("replay-cost", new ReplayCostCommand());
        commands.put("ledger", new LedgerCommand());
        commands.put("ledger-sql", new LedgerSqlCommand());
    }

    /** Runs a command and ends with its exit status. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new Workbench().run(List.of(arguments), out, System.err));
    }

    int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (arguments.isEmpty() || arguments.get(0).equals("--help")) {
            help(out);
            return DONE;
        }
        Command command = commands.get(arguments.get(0));
        if (command == null) {
            err.println("There is no command " + arguments.get(0) + "; --help lists those there are.");
            return NOT_UNDERSTOOD;
        }
        try {
            return command.run(arguments.subList(1, arguments.size()), out, err);
        } catch (IllegalArgumentException notUnderstood) {
            err.println(notUnderstood.getMessage());
            return NOT_UNDERSTOOD;
        }
    }

    private void help(PrintStream out) {
        out.println("java -jar truename-workbench.jar COMMAND [OPTION...]");
        out.println();
        commands.forEach((name, command) -> out.printf("  %-19s %s%n", name, command.summary()));
    }
}
