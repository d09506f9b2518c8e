// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Error message for a command line: one sentence that names the option as it was typed and never shows a password. */
final class CommandLineError {
    private static final String HELP = "; --help lists the options.";

    private CommandLineError() {}

    static String sentence(CommandLine.ParameterException mistake) {
        return withoutPassword(text(mistake)).replaceAll("\\p{Cntrl}", "?") + HELP;
    }

    private static String text(CommandLine.ParameterException mistake) {
        if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().get(0);
            if (!unmatched.isUnknownOption()) {
                return "\"" + argument + "\" belongs to no option: put the option's name before it";
            }
            List<String> similar = unmatched.getSuggestions();
            return "There is no option " + argument
                    + (similar.isEmpty() ? "" : ": did you mean " + similar.get(0) + "?");
        }
        if (mistake instanceof CommandLine.MissingParameterException missing) {
            return missing.getMissing().stream().map(CommandLineError::name).collect(Collectors.joining(" and "))
                    + " needs a value after it";
        }
        if (mistake instanceof CommandLine.OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given more than once: give it once";
        }
        if (mistake.getArgSpec() instanceof OptionSpec option && option.arity().max() == 0) {
            return option.longestName() + " takes no value: leave out what follows it";
        }
        return String.valueOf(mistake.getMessage());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** Removes passwords: picocli's message quotes a database URL that stands in the wrong place. */
    private static String withoutPassword(String message) {
        return message.replaceAll("://[^@/\\s]*@", "://...@");
    }
}
