// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import java.io.PrintStream;
import java.util.List;

/** Prints the test vectors of the id recipe as JSON, the same bytes every time. */
final class PrintVectors implements Command {
    @Override
    public String summary() {
        return "the test vectors of the id recipe, as JSON";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (!arguments.isEmpty()) {
            err.println("vectors takes no option.");
            return 2;
        }
        out.print(json());
        return 0;
    }

    static String json() {
        List<VectorRow> rows = VectorInputs.rows();
        StringBuilder json = new StringBuilder();
        json.append(
                        "{\"about\": \"Truename's id recipe: each row is an input with its canonical name and id, or with why it is")
                .append(" refused. Written by the workbench's command vectors; see README.md beside this file.\",\n");
        json.append(" \"rows\": [\n");
        for (int at = 0; at < rows.size(); at++) {
            json.append("  ").append(rows.get(at).json()).append(at + 1 < rows.size() ? ",\n" : "\n");
        }
        return json.append(" ]}\n").toString();
    }
}
