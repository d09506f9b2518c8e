// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writer of the YAML of a mapping from choices. A field without a value is a gap: {@code user: # missing}. */
public final class MappingText {
    private MappingText() {}

    /** Writes the choices in their order within each section. */
    public static String of(List<Choice> choices) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        choices.forEach(choice -> {
            String[] steps = choice.field().substring(1).split("/", -1);
            List<String> lines = sections.computeIfAbsent(steps[0], absent -> new ArrayList<>());
            String value = choice.value().orElse("# missing");
            if (steps.length == 3) {
                boolean first = steps[2].equals("table");
                lines.add((first ? "  - " : "    ") + steps[2] + ": " + value);
            } else if (steps[0].equals("documents")) {
                lines.add("  " + steps[1] + ": " + value);
            } else {
                lines.add("  - " + value);
            }
        });
        StringBuilder text = new StringBuilder();
        sections.forEach((section, lines) -> {
            text.append(section).append(":\n");
            lines.forEach(line -> text.append(line).append('\n'));
        });
        return text.toString();
    }
}
