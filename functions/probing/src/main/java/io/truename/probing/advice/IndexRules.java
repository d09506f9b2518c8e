// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.quoted;
import static io.truename.probing.advice.Figures.sql;

import io.truename.corpus.schema.TableName;
import io.truename.probing.finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules on indexes. An index that one rule would drop is named by no other rule. Long, because each kind of trouble has its statement,
 * effect and cost.
 */
final class IndexRules {
    private static final long MANY_ROWS = 10_000;
    private static final long SOME_ROWS = 1_000;
    private static final long READS = 100;
    /** Share of a page that a build fills: 40 % of a page with the usual 90 %. */
    private static final double SPARSE = 4.0 / 9;

    private static final int LARGER = 2;
    private static final int LONGEST_NAME = 63;
    /** Rest of a REINDEX CONCURRENTLY that was ended: the table has the index itself, too. */
    private static final Pattern REST = Pattern.compile(".*_cc(new|old)\\d*");

    private final DatabaseReading reading;
    private final Map<TableName, Instant> seen;
    private final AdviceLimits limits;
    private final List<Advice> advice = new ArrayList<>();
    private final Set<TableName> named = new HashSet<>();

    private IndexRules(DatabaseReading reading, Map<TableName, Instant> seen, AdviceLimits limits) {
        this.reading = reading;
        this.seen = seen;
        this.limits = limits;
    }

    static List<Advice> advise(
            DatabaseReading reading, Optional<DatabaseReading.Counters> before, AdviceLimits limits) {
        IndexRules rules = new IndexRules(
                reading, before.map(DatabaseReading.Counters::indexes).orElse(Map.of()), limits);
        rules.missing();
        rules.invalid();
        rules.duplicates();
        rules.covered();
        rules.unused();
        rules.bloated();
        rules.keyOrder();
        return rules.advice;
    }

    private void missing() {
        for (WantedIndex wanted : reading.wanted()) {
            boolean found = wanted.found()
                    || reading.indexes().stream()
                            .anyMatch(index -> index.table().equals(wanted.table()) && index.finds(wanted.columns()));
            if (!found) {
                Severity severity = wanted.rows() >= MANY_ROWS
                        ? Severity.HIGH
                        : wanted.rows() >= SOME_ROWS ? Severity.MEDIUM : Severity.LOW;
                advice.add(new Advice(
                        AdviceRule.INDEX_MISSING,
                        severity,
                        wanted.table() + " (" + String.join(", ", wanted.columns()) + ")",
                        "No index serves it, although " + wanted.purpose() + ": each look-up reads all of about "
                                + count(Math.max(0, wanted.rows())) + " rows.",
                        wanted.statement(),
                        "A look-up reads a few pages instead of the table."));
            }
        }
    }

    private void invalid() {
        for (IndexFacts index : reading.indexes()) {
            if (index.valid() || index.building()) {
                continue;
            }
            named.add(index.name());
            boolean rest = REST.matcher(index.name().name()).matches();
            if (index.partitioned()) {
                partitioned(index);
            } else if (!index.enforces() && (rest || index.unique())) {
                invalid(
                        index,
                        "The index is invalid, has " + bytes(index.bytes()) + ", and no session builds it. "
                                + (rest
                                        ? "It is the rest of a REINDEX that was ended."
                                        : "Mostly, rows that are not unique ended its build."),
                        "DROP INDEX CONCURRENTLY " + sql(index.name()) + ";",
                        rest
                                ? "Writes become cheaper; the index itself is another one."
                                : "Writes become cheaper, and none is refused for an index that serves nobody. Once the"
                                        + " rows are unique, create it again: " + index.definition() + ";");
            } else {
                invalid(
                        index,
                        "The index is invalid, has " + bytes(index.bytes()) + ", and no session builds it.",
                        "REINDEX INDEX CONCURRENTLY " + sql(index.name()) + ";",
                        "Queries can use it. If it is the rest of an attempt, drop it instead: writes become"
                                + " cheaper.");
            }
        }
    }

    private void invalid(IndexFacts index, String seen, String statement, String effect) {
        advice.add(
                new Advice(AdviceRule.INDEX_INVALID, Severity.HIGH, index.name().toString(), seen, statement, effect));
    }

    /** One whose parts are invalid themselves gets no advice: theirs comes first. */
    private void partitioned(IndexFacts index) {
        if (!index.unattached().isEmpty()) {
            invalid(
                    index,
                    "The index of a partitioned table is invalid: "
                            + index.unattached().size() + " partitions have no such index.",
                    index.unattached().stream()
                            .map(partition -> attach(index, partition))
                            .collect(Collectors.joining(" ")),
                    "Queries find the rows of these partitions by it, and new partitions get it.");
        } else if (index.attached().isPresent()) {
            invalid(
                    index,
                    "The index of a partitioned table is invalid, although each partition has a valid one.",
                    attach(index, index.attached().get()),
                    "The server looks at all partitions again, and new partitions get the index.");
        }
    }

    /**
     * Builds the index of a partition without blocking writers; the last one that is attached makes the whole valid. A partition that has
     * partitions gets an empty index, which is then advised on like this one. Of a constraint, only such a one is attached.
     */
    private static String attach(IndexFacts index, IndexFacts.Partition partition) {
        String table = sql(partition.name());
        String keys = index.definition().substring(index.definition().indexOf(" USING "));
        String name = index.name().name() + "_" + partition.name().name();
        TableName own =
                new TableName(partition.name().schema(), name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        if (partition.partitioned() && !index.constraint().isEmpty()) {
            String columns = keys.substring(keys.indexOf('('));
            return "ALTER TABLE ONLY " + table + " ADD CONSTRAINT " + quoted(own.name()) + " " + index.constraint()
                    + " " + columns + "; " + attach(index, own);
        }
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX "
                + (partition.partitioned() ? "" : "CONCURRENTLY ") + quoted(own.name()) + " ON "
                + (partition.partitioned() ? "ONLY " : "") + table + keys + "; "
                + (index.constraint().isEmpty()
                        ? ""
                        : "ALTER TABLE " + table + " ADD CONSTRAINT " + quoted(own.name()) + " " + index.constraint()
                                + " USING INDEX " + quoted(own.name()) + "; ")
                + attach(index, own);
    }

    private static String attach(IndexFacts index, TableName part) {
        return "ALTER INDEX " + sql(index.name()) + " ATTACH PARTITION " + sql(part) + ";";
    }

    private void duplicates() {
        Map<List<Object>, IndexFacts> first = new HashMap<>();
        List<IndexFacts> keptFirst = reading.indexes().stream()
                .sorted(Comparator.comparing((IndexFacts index) -> !index.enforces())
                        .thenComparing(index -> !index.unique())
                        .thenComparing(index -> -index.scans())
                        .thenComparing(index -> index.name().toString()))
                .toList();
        for (IndexFacts index : keptFirst) {
            if (!index.valid() || index.building()) {
                continue;
            }
            IndexFacts kept =
                    first.putIfAbsent(List.of(index.table(), index.method(), index.keys(), index.condition()), index);
            if (kept != null
                    && !index.enforces()
                    && (!index.unique() || index.uniqueness().equals(kept.uniqueness()))) {
                drop(
                        AdviceRule.INDEX_DUPLICATE,
                        Severity.MEDIUM,
                        index,
                        "It has the same keys as " + kept.name() + ", and " + bytes(index.bytes()) + ".");
            }
        }
    }

    private void covered() {
        for (IndexFacts index : reading.indexes()) {
            if (index.enforces() || index.unique() || !index.valid() || named.contains(index.name())) {
                continue;
            }
            reading.indexes().stream()
                    .filter(other -> covers(other, index))
                    .findFirst()
                    .ifPresent(other -> drop(
                            AdviceRule.INDEX_COVERED,
                            Severity.LOW,
                            index,
                            "Its keys are the first keys of " + other.name() + ", which has " + bytes(other.bytes())
                                    + "; it has " + bytes(index.bytes()) + "."));
        }
    }

    private boolean covers(IndexFacts other, IndexFacts index) {
        return other.valid()
                && !named.contains(other.name())
                && other.table().equals(index.table())
                && other.method().equals("btree")
                && index.method().equals("btree")
                && other.condition().equals(index.condition())
                && other.keys().size() > index.keys().size()
                && other.keys().subList(0, index.keys().size()).equals(index.keys())
                && other.bytes() <= LARGER * index.bytes();
    }

    private void unused() {
        Map<TableName, Long> reads = new HashMap<>();
        reading.tables().forEach(table -> reads.merge(table.name(), table.reads(), Long::sum));
        for (IndexFacts index : reading.indexes()) {
            long ofTable = reads.getOrDefault(index.table(), 0L);
            if (index.scans() == 0
                    && !index.enforces()
                    && !index.unique()
                    && index.valid()
                    && ofTable >= READS
                    && unusedFor(index).compareTo(limits.unused()) >= 0
                    && !serves(index)
                    && !named.contains(index.name())) {
                drop(
                        AdviceRule.INDEX_UNUSED,
                        Severity.LOW,
                        index,
                        "No scan of it in " + count(ofTable) + " reads of its table, and none in "
                                + unusedFor(index).toDays() + " days; it has " + bytes(index.bytes()) + "."
                                + (reading.server().replicas().isEmpty()
                                        ? ""
                                        : " Replicas have counters of their own: look there first."));
            }
        }
    }

    /** Reads that the table had before the index was made, or before counters were reset, show nothing. */
    private Duration unusedFor(IndexFacts index) {
        Instant first = seen.getOrDefault(index.name(), reading.at());
        Instant counted = reading.server().countedSince();
        return Duration.between(first.isAfter(counted) ? first : counted, reading.at());
    }

    /** Whether a look-up is known to need it: it may be rare, and still must not read the whole table. */
    private boolean serves(IndexFacts index) {
        return index.referencing()
                || reading.wanted().stream()
                        .anyMatch(wanted -> wanted.table().equals(index.table())
                                && (index.columns()
                                                .get(0)
                                                .equals(wanted.columns().get(0))
                                        || (index.columns().get(0).isEmpty() && wanted.found())));
    }

    private void drop(AdviceRule rule, Severity severity, IndexFacts index, String seen) {
        named.add(index.name());
        advice.add(new Advice(
                rule,
                severity,
                index.name().toString(),
                seen,
                "DROP INDEX CONCURRENTLY " + sql(index.name()) + ";",
                "Frees " + bytes(index.bytes()) + " and one write of an entry for each row that is written. To undo: "
                        + index.definition() + ";"));
    }

    private void bloated() {
        for (IndexFacts index : reading.indexes()) {
            if (index.method().equals("btree")
                    && index.valid()
                    && index.bytes() >= limits.indexBytes()
                    && index.filled() < SPARSE * index.fillFactor()
                    && !named.contains(index.name())) {
                long freed = Math.round(index.bytes() * (1 - index.filled() / index.fillFactor()));
                advice.add(new Advice(
                        AdviceRule.INDEX_BLOATED,
                        Severity.LOW,
                        index.name().toString(),
                        "Entries fill about " + percent(index.filled()) + " of " + bytes(index.bytes()) + ".",
                        "REINDEX INDEX CONCURRENTLY " + sql(index.name()) + ";",
                        "Frees about " + bytes(freed) + ", and more of the index fits into memory."));
            }
        }
    }

    private void keyOrder() {
        long buffers = reading.server().bufferBytes();
        for (IndexFacts index : reading.indexes()) {
            if (reading.randomIds().contains(index.name().toString()) && buffers > 0 && index.bytes() > buffers) {
                advice.add(new Advice(
                        AdviceRule.KEY_ORDER,
                        Severity.LOW,
                        index.name().toString(),
                        "Ids in random order, and an index of " + bytes(index.bytes()) + " beside buffers of "
                                + bytes(buffers)
                                + ". Measured beyond the buffers, such inserts take 2.5 times as long as in"
                                + " growing order.",
                        "ALTER SYSTEM SET shared_buffers = '" + Math.max(1, (index.bytes() * 3 / 2) >> 20)
                                + "MB'; -- Cloud SQL: gcloud sql instances patch INSTANCE"
                                + " --database-flags=shared_buffers=...",
                        "Inserts find the index's pages in memory; rates stop falling as the table grows."));
            }
        }
    }
}
