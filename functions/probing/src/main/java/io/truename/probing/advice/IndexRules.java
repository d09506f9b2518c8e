// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

import static io.truename.probing.advice.Figures.bytes;
import static io.truename.probing.advice.Figures.count;
import static io.truename.probing.advice.Figures.percent;
import static io.truename.probing.advice.Figures.sql;

import io.truename.corpus.schema.TableName;
import io.truename.probing.finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules on indexes. An index that one rule would drop is named by no other rule. */
final class IndexRules {
    private static final long MANY_ROWS = 10_000;
    private static final long SOME_ROWS = 1_000;
    private static final long READS = 100;
    private static final long LARGE = 8L << 20;
    private static final double SPARSE = 0.40;
    /** Share that a rebuilt B-tree is filled to. */
    private static final double REBUILT = 0.90;

    private static final int LARGER = 2;

    private final DatabaseReading reading;
    private final List<Advice> advice = new ArrayList<>();
    private final Set<TableName> named = new HashSet<>();

    private IndexRules(DatabaseReading reading) {
        this.reading = reading;
    }

    static List<Advice> advise(DatabaseReading reading) {
        IndexRules rules = new IndexRules(reading);
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
            if (!index.valid() && !index.building()) {
                named.add(index.name());
                advice.add(new Advice(
                        AdviceRule.INDEX_INVALID,
                        Severity.HIGH,
                        index.name().toString(),
                        "The index is invalid, has " + bytes(index.bytes()) + ", and no session builds it.",
                        "REINDEX INDEX CONCURRENTLY " + sql(index.name()) + ";",
                        "Queries can use it. If it is the rest of an attempt, drop it instead: writes become"
                                + " cheaper."));
            }
        }
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
            if (kept != null && !index.enforces() && (kept.unique() || !index.unique())) {
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
                    && !serves(index)
                    && !named.contains(index.name())) {
                drop(
                        AdviceRule.INDEX_UNUSED,
                        Severity.LOW,
                        index,
                        "No scan of it in " + count(ofTable) + " reads of its table; it has " + bytes(index.bytes())
                                + ".");
            }
        }
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
                "Frees " + bytes(index.bytes()) + " and one write of an entry for each row that is written."));
    }

    private void bloated() {
        for (IndexFacts index : reading.indexes()) {
            if (index.method().equals("btree")
                    && index.valid()
                    && index.bytes() >= LARGE
                    && index.filled() < SPARSE
                    && !named.contains(index.name())) {
                long freed = Math.round(index.bytes() * (1 - index.filled() / REBUILT));
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
