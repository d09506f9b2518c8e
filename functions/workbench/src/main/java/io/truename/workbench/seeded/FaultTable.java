// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.probing.finding.FindingKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Table of planted, found and falsely found faults, by kind of finding, schema and phase. */
public final class FaultTable {
    private final Map<String, Part> parts = new LinkedHashMap<>();

    FaultTable() {}

    Part part(FaultySchema schema, Phase phase) {
        return parts.computeIfAbsent(schema + ", " + phase, name -> new Part(schema, phase));
    }

    /** Findings that were to be found. */
    public long seeded() {
        return parts.values().stream()
                .flatMap(part -> part.sums.values().stream())
                .mapToLong(sum -> sum.seeded)
                .sum();
    }

    /** Of these, those that were found with their cause and the right number of rows. */
    public long found() {
        return parts.values().stream()
                .flatMap(part -> part.sums.values().stream())
                .mapToLong(sum -> sum.found)
                .sum();
    }

    /** Findings that nothing had caused. */
    public long falsely() {
        return parts.values().stream()
                .flatMap(part -> part.sums.values().stream())
                .mapToLong(sum -> sum.falsely)
                .sum();
    }

    /** Kinds that were never planted, with the reason. */
    public Map<FindingKind, String> absent() {
        Map<FindingKind, String> absent = new EnumMap<>(FindingKind.class);
        for (FindingKind kind : FindingKind.values()) {
            if (parts.values().stream().noneMatch(part -> part.sum(kind).seeded > 0)) {
                TreeSet<String> reasons = new TreeSet<>();
                parts.values().forEach(part -> reasons.add(part.sum(kind).reason));
                absent.put(kind, String.join("; ", reasons));
            }
        }
        return absent;
    }

    /** The table in Markdown, one for each schema: found of planted; {@code +n} counts false findings. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        Map<FaultySchema, List<Part>> bySchema = new EnumMap<>(FaultySchema.class);
        parts.values()
                .forEach(part -> bySchema.computeIfAbsent(part.schema, absent -> new ArrayList<>())
                        .add(part));
        bySchema.forEach((schema, ofSchema) -> {
            StringBuilder line = new StringBuilder("|---|");
            text.append("| ").append(schema).append(" |");
            for (Part part : ofSchema) {
                text.append(' ').append(part.phase).append(" |");
                line.append("---|");
            }
            text.append('\n').append(line).append('\n');
            for (FindingKind kind : FindingKind.values()) {
                text.append("| `").append(kind.code()).append("` |");
                ofSchema.forEach(part -> text.append(' ').append(part.sum(kind)).append(" |"));
                text.append('\n');
            }
            text.append('\n');
        });
        unplanted()
                .forEach((reason, where) ->
                        text.append("- ").append(reason).append(where).append('\n'));
        return text.append(String.format(
                        Locale.ROOT, "%nFound %,d of %,d, and %,d false.%n", found(), seeded(), falsely()))
                .toString();
    }

    /** Where which kind was not planted, by kind and reason. */
    private Map<String, String> unplanted() {
        Map<String, TreeSet<String>> places = new TreeMap<>();
        for (Part part : parts.values()) {
            for (FindingKind kind : FindingKind.values()) {
                Sum sum = part.sum(kind);
                if (sum.seeded == 0) {
                    places.computeIfAbsent("`" + kind.code() + "`: " + sum.reason, absent -> new TreeSet<>())
                            .add(part.name());
                }
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        places.forEach((reason, where) ->
                texts.put(reason, where.size() == parts.size() ? "" : " (" + String.join("; ", where) + ")"));
        return texts;
    }

    private static final class Sum {
        private long seeded;
        private long found;
        private long falsely;
        private String reason = "no fault of this kind is planted";

        @Override
        public String toString() {
            return (seeded == 0 ? "-" : found + "/" + seeded) + (falsely == 0 ? "" : " +" + falsely);
        }
    }

    /** Column of the table: a phase of a schema. */
    static final class Part {
        private final FaultySchema schema;
        private final Phase phase;
        private final Map<FindingKind, Sum> sums = new EnumMap<>(FindingKind.class);

        Part(FaultySchema schema, Phase phase) {
            this.schema = schema;
            this.phase = phase;
        }

        String name() {
            return schema + ", " + phase;
        }

        private Sum sum(FindingKind kind) {
            return sums.computeIfAbsent(kind, absent -> new Sum());
        }

        void seeded(FindingKind kind, boolean found) {
            Sum sum = sum(kind);
            sum.seeded++;
            sum.found += found ? 1 : 0;
        }

        void falsely(FindingKind kind) {
            sum(kind).falsely++;
        }

        void impossible(FindingKind kind, String reason) {
            sum(kind).reason = reason;
        }

        @Override
        public String toString() {
            long seeded = sums.values().stream().mapToLong(sum -> sum.seeded).sum();
            long found = sums.values().stream().mapToLong(sum -> sum.found).sum();
            long falsely = sums.values().stream().mapToLong(sum -> sum.falsely).sum();
            return found + " of " + seeded + " found, " + falsely + " false";
        }
    }
}
