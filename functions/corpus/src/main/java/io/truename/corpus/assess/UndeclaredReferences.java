// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.assess;

import io.truename.corpus.schema.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Result of the search for ids of the corpus in columns that neither the mapping nor a foreign key names. A migration leaves what is
 * found there as it is.
 *
 * @param tables number of tables that were searched
 * @param sampled of which so many by a sample of their rows
 * @param rows number of rows read
 * @param found most rows of a table first, tables in order
 * @param unsearched tables that were not searched, or not whole
 * @param more number of finds and of tables that were not kept, because there were too many
 */
public record UndeclaredReferences(
        long tables, long sampled, long rows, List<Found> found, List<Unsearched> unsearched, long more) {
    /** Result of no search. */
    public static final UndeclaredReferences NONE = new UndeclaredReferences(0, 0, 0, List.of(), List.of(), 0);

    /** Code of a find. */
    public static final String CODE = "reference.undeclared";

    /** Code of the tables in which nobody looked. */
    public static final String UNSEARCHED = "reference.unsearched";

    public UndeclaredReferences {
        found = List.copyOf(found);
        unsearched = List.copyOf(unsearched);
    }

    /**
     * A column, or a place within its values, with ids.
     *
     * @param column {@code schema.table.column}
     * @param path place in JSON values; empty for the value itself
     * @param pattern text around the id, without data, such as <code>file-{id}</code>
     * @param to tables whose ids they are
     * @param rows number of rows read that have it
     * @param old of these, with ids that their rows had before a migration
     * @param read number of rows read
     * @param line line of the mapping that covers it; empty if none can
     * @param obstacle why no line of a mapping covers it, as it is; empty if one does
     */
    public record Found(
            String column,
            String path,
            String pattern,
            List<String> to,
            long rows,
            long old,
            long read,
            String line,
            String obstacle) {
        public Found {
            to = List.copyOf(to);
        }

        /** Share of the rows read. */
        public double share() {
            return read == 0 ? 0 : rows / (double) read;
        }

        private Finding finding() {
            String reason = about(share()) + " of " + read + (read == 1 ? " row" : " rows")
                    + " read hold ids of " + String.join(" and ", to) + " here, as " + pattern
                    + ". The mapping does not name them: they would keep old ids."
                    + (old == 0 ? "" : " In " + old + " of these rows they do so since an earlier migration.");
            return new Finding(
                    Finding.Severity.WARNING, CODE, path.isEmpty() ? column : column + " " + path, reason, remedy());
        }

        private String remedy() {
            String resolve = "with truename.resolve(id).";
            if (line.isEmpty()) {
                return "No mapping covers them. " + obstacle + " Change them yourself after a run, " + resolve;
            }
            return (obstacle.isEmpty() ? "Add" : obstacle + " Then add") + " to softReferences of the mapping: " + line
                    + (old == 0 ? "" : " Change old ids yourself before, " + resolve);
        }
    }

    /**
     * A table that was not searched, or not whole.
     *
     * @param table {@code schema.table}
     * @param reason sentence
     */
    public record Unsearched(String table, String reason) {}

    /** Findings: one for each find, and one for all tables in which nobody looked. */
    public List<Finding> findings() {
        return findings("Look at the tables and the reasons in section unsearchedTables of the assessment.");
    }

    /** The same for a plan, which searches for a shorter time and lists no tables. */
    public List<Finding> findingsOfAPlan() {
        return findings("A plan searches for some seconds. POST /assessments searches longer, and lists these tables.");
    }

    private List<Finding> findings(String remedy) {
        List<Finding> findings = new ArrayList<>();
        found.forEach(place -> findings.add(place.finding()));
        if (!unsearched.isEmpty() || more > 0) {
            findings.add(new Finding(
                    Finding.Severity.NOTE,
                    UNSEARCHED,
                    "search",
                    unsearched.size() + (unsearched.size() == 1 ? " table was" : " tables were")
                            + " not searched for undeclared references, or not whole"
                            + (more == 0 ? "" : ", and " + more + " more tables and finds are not listed")
                            + ". They may hold ids that a migration leaves as they are.",
                    remedy));
        }
        return findings;
    }

    /** Share for people: never 0 % of something, never 100 % of less than all. */
    private static String about(double share) {
        double percent = share * 100;
        if (percent < 0.1) {
            return "Less than 0.1 %";
        }
        return "About "
                + (percent >= 99.5 || percent < 9.95
                                ? String.format(Locale.ROOT, "%.1f", share < 1 ? Math.min(percent, 99.9) : percent)
                                : String.format(Locale.ROOT, "%.0f", percent))
                        .replaceAll("\\.0$", "")
                + " %";
    }
}
