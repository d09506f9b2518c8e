// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code truename-alerts test}: runs the cases of some files. */
@Command(
        name = "test",
        description = {
            "Evaluates alert policies over given series and compares what fires with what is expected.",
            "Exit status: 0 as expected, 1 a difference, 2 a file that cannot be used."
        },
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    private static final int AS_EXPECTED = 0;
    private static final int DIFFERENT = 1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON files with cases.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        List<CaseFile> read = files.stream().map(CaseFile::read).toList();
        List<String> report = new ArrayList<>();
        int expectations = 0;
        int wrong = 0;
        for (CaseFile file : read) {
            for (CaseFile.Case instance : file.cases()) {
                CaseRun.Outcome outcome = CaseRun.run(file, instance);
                report.add(file.name() + ": " + instance.name());
                report.addAll(outcome.lines());
                expectations += instance.expectations().size();
                wrong += outcome.wrong();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        report.forEach(out::println);
        out.println(expectations + " expectations, " + (wrong == 0 ? "all met" : wrong + " not met"));
        return wrong == 0 ? AS_EXPECTED : DIFFERENT;
    }
}
