// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.scan.SampleBound;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Summary of a scan as JSON: numbers only, and names of tables and columns. */
final class ScanSummary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ScanSummary() {}

    /** The object; {@code parts} are all parts of the scan, {@code progress} is from 0 to 1. */
    static ObjectNode of(ScanState state, int parts, Collection<Observation> observations) {
        ObjectNode json = JSON.createObjectNode()
                .put("progress", progress(state, parts))
                .put("rows", state.rows)
                .put("documents", state.checks.documents())
                .put("chunks", state.checks.chunks())
                .put("toMove", state.checks.progress())
                .put("seconds", Math.round(state.seconds * 1000) / 1000.0)
                .put("rowsPerSecond", rowsPerSecond(state));
        ObjectNode findings = json.putObject("findings");
        Map<FindingKind, Long> rows = new TreeMap<>();
        observations.forEach(observation -> rows.merge(observation.cause().kind(), observation.count(), Long::sum));
        rows.forEach((kind, count) -> findings.put(kind.code(), count));
        if (!state.drawn.isEmpty()) {
            ArrayNode samples = json.putArray("samples");
            state.drawn.forEach((table, counts) -> {
                ObjectNode sample = samples.addObject()
                        .put("table", table)
                        .put("rows", counts[0])
                        .put("wrong", counts[1]);
                if (counts[0] > 0) {
                    SampleBound bound = new SampleBound(counts[0], counts[1], SampleBound.USUAL_CONFIDENCE);
                    sample.put("share", bound.share()).put("proof", bound.sentence());
                }
            });
        }
        ObjectNode unlooked = json.putObject("notLookedAt");
        state.notLookedAt().forEach(unlooked::put);
        return json;
    }

    /** Rows of documents and chunks read in a second; 0 before the first. */
    static long rowsPerSecond(ScanState state) {
        return state.corpusSeconds <= 0 ? 0 : Math.round(state.corpusRows / state.corpusSeconds);
    }

    /** Share of the work; documents with their chunks are taken for nine tenths of it. */
    private static double progress(ScanState state, int parts) {
        if (state.part >= parts) {
            return 1;
        }
        double documents = state.part > 0
                ? 1
                : state.expected <= 0 ? 0 : Math.min(0.99, (double) state.checks.documents() / state.expected);
        double rest = parts <= 1 || state.part == 0 ? 0 : (state.part - 1) / (double) (parts - 1);
        return Math.round((parts <= 1 ? documents : 0.9 * documents + 0.1 * rest) * 1000) / 1000.0;
    }
}
