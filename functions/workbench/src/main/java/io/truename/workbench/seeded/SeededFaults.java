// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.FindingState;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.database.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Test of scans: on corpora in which they find nothing, faults of every kind are planted one after the other, each at several
 * places, before, during and after a migration and its roll back. The scan that follows a fault must find it with its true cause,
 * find nothing else, and see the fault before resolved, which was repaired meanwhile.
 */
public final class SeededFaults implements AutoCloseable {
    private static final int DOCUMENTS = 42;

    private final TestServer server;
    private final long seed;
    private final int places;
    private final Consumer<String> progress;
    private final FaultTable table = new FaultTable();
    private final List<Fault> faults = new ArrayList<>();

    /**
     * Starts a server.
     *
     * @param progress takes a line for each miss and each finished phase
     */
    public SeededFaults(TestServer.Version version, long seed, int places, Consumer<String> progress) {
        this.seed = seed;
        this.places = places;
        this.progress = progress;
        faults.addAll(IdFaults.all());
        faults.addAll(RowFaults.all());
        server = TestServer.start(version, Map.of("fsync", "off", "autovacuum", "off"));
    }

    /** Plants every fault in every phase of every schema. */
    public FaultTable run() throws SQLException {
        for (FaultySchema schema : FaultySchema.all()) {
            run(schema, EnumSet.allOf(Phase.class));
        }
        return table;
    }

    /** Plants every fault in two phases of the sample pipeline: before a migration, and in the middle of it. */
    public FaultTable sample() throws SQLException {
        run(FaultySchema.SAMPLE_PIPELINE, EnumSet.of(Phase.TRUE_IDS, Phase.HALF_MOVED));
        return table;
    }

    private void run(FaultySchema schema, Set<Phase> phases) throws SQLException {
        TestDatabase clean = server.database();
        schema.create(clean, DOCUMENTS, true);
        try (FaultyCorpus corpus = new FaultyCorpus(server, clean, schema)) {
            plant(schema, Phase.TRUE_IDS, phases, corpus);
        }
        server.drop(clean);
        TestDatabase random = server.database();
        schema.create(random, DOCUMENTS, false);
        try (FaultyCorpus corpus = new FaultyCorpus(server, random, schema)) {
            FaultMigration migration = new FaultMigration(corpus.database(), corpus.mapping());
            plant(schema, Phase.PLANNED, phases, corpus);
            migration.moveHalf();
            plant(schema, Phase.HALF_MOVED, phases, corpus);
            migration.finish();
            plant(schema, Phase.FINISHED, phases, corpus);
            migration.moveHalfBack();
            plant(schema, Phase.HALF_MOVED_BACK, phases, corpus);
            migration.rollBack();
            plant(schema, Phase.ROLLED_BACK, phases, corpus);
        }
        server.drop(random);
    }

    private void plant(FaultySchema schema, Phase phase, Set<Phase> phases, FaultyCorpus corpus) throws SQLException {
        if (!phases.contains(phase)) {
            return;
        }
        long begun = System.nanoTime();
        FaultTable.Part part = table.part(schema, phase);
        CorpusRows rows = corpus.rows();
        check(phase, rows);
        corpus.remember();
        Map<Cause, Long> clean = random(corpus, phase, rows);
        compare(part, "clean corpus", clean, Map.of(), corpus);
        StageFaults stages = new StageFaults(corpus, rows);
        for (int number = 0; number < places; number++) {
            for (Fault fault : faults) {
                Planting planting = new Planting(corpus, rows, Place.of(number, seed));
                fault.plant().plant(planting);
                if (planting.reason().isPresent()) {
                    part.impossible(fault.kind(), planting.reason().get());
                } else {
                    compare(part, fault.toString(), clean, planting.expected(), corpus);
                }
                corpus.repair();
            }
            StageFaults.Comparison comparison = (what, planted, found) -> compare(part, what, planted, planted, found);
            stages.plant(Place.of(number, seed), comparison);
            try (SelfCheckFaults ways = new SelfCheckFaults(corpus)) {
                ways.plant(Place.of(number, seed), comparison);
            }
        }
        compare(part, "repaired corpus", clean, Map.of(), corpus);
        progress.accept(String.format("%s, %s: %s, %.0f s", schema, phase, part, (System.nanoTime() - begun) / 1e9));
    }

    /** Checks that the rows are those of the phase. */
    private static void check(Phase phase, CorpusRows rows) {
        long untrue =
                rows.documents().stream().filter(document -> !document.isTrue()).count();
        long aliased =
                rows.documents().stream().filter(CorpusRows.Document::aliased).count();
        boolean some = untrue > 0 && untrue < 2 * DOCUMENTS / 3;
        boolean right = switch (phase) {
            case TRUE_IDS -> untrue == 0 && aliased == 0;
            case PLANNED, ROLLED_BACK -> untrue == 2 * DOCUMENTS / 3 && aliased == 0;
            case HALF_MOVED, HALF_MOVED_BACK -> some && aliased > 0;
            case FINISHED -> untrue == 0 && aliased == 2 * DOCUMENTS / 3;
        };
        if (!right) {
            throw new IllegalStateException(phase + ": " + untrue + " untrue documents, " + aliased + " moved ones");
        }
    }

    /** Findings of a clean corpus: none, or once they are back, of every random id. */
    private static Map<Cause, Long> random(FaultyCorpus corpus, Phase phase, CorpusRows rows) {
        Map<Cause, Long> expected = new HashMap<>();
        if (phase == Phase.ROLLED_BACK) {
            Planting all = new Planting(corpus, rows, Place.of(0, 0));
            for (CorpusRows.Document document : rows.documents()) {
                if (!document.isTrue()) {
                    all.expectOfId(FindingKind.ID_RANDOM, "v4");
                    all.expectLost(document, "document.id");
                    Planting.flat(document)
                            .forEach(chunk -> all.expectOfChunkId(FindingKind.ID_RANDOM, chunk.table(), "v4"));
                }
            }
            expected.putAll(all.expected());
        }
        return expected;
    }

    private void compare(
            FaultTable.Part part, String what, Map<Cause, Long> clean, Map<Cause, Long> planted, FaultyCorpus corpus) {
        corpus.scan();
        Map<Cause, Long> expected = new HashMap<>(clean);
        planted.forEach((cause, count) -> expected.merge(cause, count, Long::sum));
        compare(part, what, expected, planted, corpus.findings(FindingState.OPEN));
    }

    private void compare(
            FaultTable.Part part,
            String what,
            Map<Cause, Long> expected,
            Map<Cause, Long> planted,
            Map<Cause, Long> found) {
        for (Cause cause : planted.keySet()) {
            part.seeded(cause.kind(), Objects.equals(expected.get(cause), found.get(cause)));
        }
        Map<String, String> differences = new TreeMap<>();
        expected.forEach((cause, count) -> {
            if (!count.equals(found.get(cause))) {
                differences.put(cause.toString(), found.getOrDefault(cause, 0L) + " instead of " + count);
            }
        });
        found.forEach((cause, count) -> {
            if (!expected.containsKey(cause)) {
                differences.put(cause.toString(), count + " instead of none");
            }
            if (count > expected.getOrDefault(cause, 0L)) {
                part.falsely(cause.kind());
            }
        });
        if (!differences.isEmpty()) {
            progress.accept(part.name() + ": " + what + ": " + differences);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
