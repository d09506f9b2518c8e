// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.postgres.Session;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.Observation;
import io.truename.probing.finding.Observations;
import io.truename.probing.scan.CorpusChecks;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Place of a scan and all that it counted so far. A store keeps it between slices as JSON. A slice changes it; after an exception,
 * discard it and continue from the stored one. Not thread-safe.
 */
final class ScanState {
    private static final int MOST_UNLOOKED = 50;
    private static final int MOST_DIMENSIONS = 40;

    private static final ObjectMapper JSON = new ObjectMapper()
            .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** Index of the present part; the number of parts at the end. */
    int part;
    /** Next block of the part's table, or next number of a plan. */
    long block;
    /** Id of the last document of the part; empty before the first. */
    Optional<String> after = Optional.empty();
    /** Its time, where documents are read in the order of times. */
    Optional<String> afterTime = Optional.empty();
    /** Time from which on an incremental scan reads. */
    Optional<String> from = Optional.empty();
    /** State of the checks of documents and chunks. */
    CorpusChecks.State checks = CorpusChecks.State.EMPTY;

    long rows;
    double seconds;
    /** Rows of documents and chunks alone, and seconds that they took. */
    long corpusRows;

    double corpusSeconds;
    /** About how many documents there are; 0 if nobody knows. */
    long expected;
    /** Seconds of work at which the present round began. */
    double roundBegan;
    /** How often the present part was refused and begun again. */
    int refusals;
    /** Seconds since the epoch at which the corpus was first read. */
    double began;
    /** Time that becomes the watermark at the end of an incremental scan. */
    Optional<String> watermark = Optional.empty();
    /** Rows drawn by a sample, by table: all and wrong ones; and chances tried. */
    final Map<String, long[]> drawn = new LinkedHashMap<>();
    /** Vectors by table and dimension, with an id. */
    final Map<String, Map<String, Dimension>> dimensions = new LinkedHashMap<>();
    /** Codes of parts that were passed over whole. */
    final List<String> covered = new ArrayList<>();

    /** Hash values that the slice has read; the store keeps them with the place. */
    final List<VectorHashes.Slice> hashes = new ArrayList<>();

    private Observations others = new Observations();
    private final Map<String, String> unlooked = new LinkedHashMap<>();

    /** Vectors of one dimension. */
    record Dimension(long rows, List<String> samples) {
        Dimension {
            samples = List.copyOf(samples);
        }
    }

    /** Observations of all checks but those of documents and chunks. */
    Observations others() {
        return others;
    }

    /** Adds a cause from a row with its number of rows and some ids, if there are any. */
    void observe(Cause cause, Session.Fields row) {
        long rows = row.number("rows");
        if (rows > 0) {
            others.add(new Observation(
                    cause, rows, List.of(row.find("ids", String[].class).orElse(new String[0]))));
        }
    }

    /** Says that something was not looked at, and why. */
    void notLookedAt(String what, String why) {
        if (unlooked.size() < MOST_UNLOOKED) {
            unlooked.putIfAbsent(what, why);
        }
    }

    /** Parts of the corpus that were not looked at, with the reason. */
    Map<String, String> notLookedAt() {
        return unlooked;
    }

    void dimension(String table, String dimension, long rows, List<String> samples) {
        Map<String, Dimension> of = dimensions.computeIfAbsent(table, absent -> new LinkedHashMap<>());
        if (of.size() < MOST_DIMENSIONS || of.containsKey(dimension)) {
            of.merge(dimension, new Dimension(rows, samples), (one, other) -> {
                List<String> all = new ArrayList<>(one.samples());
                other.samples().stream()
                        .limit(Math.max(0, Observation.MOST_SAMPLES - all.size()))
                        .forEach(all::add);
                return new Dimension(one.rows() + other.rows(), all);
            });
        }
    }

    /** Goes to the next part. */
    void nextPart() {
        part++;
        refusals = 0;
        block = 0;
        after = Optional.empty();
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("part", part)
                .put("refusals", refusals)
                .put("block", block)
                .put("rows", rows)
                .put("seconds", seconds)
                .put("corpusRows", corpusRows)
                .put("corpusSeconds", corpusSeconds)
                .put("expected", expected)
                .put("roundBegan", roundBegan)
                .put("began", began);
        after.ifPresent(id -> json.put("after", id));
        afterTime.ifPresent(at -> json.put("afterTime", at));
        from.ifPresent(at -> json.put("from", at));
        watermark.ifPresent(at -> json.put("watermark", at));
        json.set("checks", JSON.valueToTree(checks));
        json.set("others", JSON.valueToTree(others.list()));
        json.set("dimensions", JSON.valueToTree(dimensions));
        json.set("drawn", JSON.valueToTree(drawn));
        json.set("covered", JSON.valueToTree(covered));
        json.set("notLookedAt", JSON.valueToTree(unlooked));
        return json.toString();
    }

    static ScanState fromJson(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            ScanState state = new ScanState();
            state.part = json.path("part").asInt();
            state.refusals = json.path("refusals").asInt();
            state.block = json.path("block").asLong();
            state.after = Optional.ofNullable(json.path("after").textValue());
            state.afterTime = Optional.ofNullable(json.path("afterTime").textValue());
            state.from = Optional.ofNullable(json.path("from").textValue());
            state.watermark = Optional.ofNullable(json.path("watermark").textValue());
            state.rows = json.path("rows").asLong();
            state.seconds = json.path("seconds").asDouble();
            state.corpusRows = json.path("corpusRows").asLong();
            state.corpusSeconds = json.path("corpusSeconds").asDouble();
            state.expected = json.path("expected").asLong();
            state.roundBegan = json.path("roundBegan").asDouble();
            state.began = json.path("began").asDouble();
            state.checks = checks(json.path("checks"));
            List<Observation> others = new ArrayList<>();
            for (JsonNode observation : json.path("others")) {
                others.add(JSON.treeToValue(observation, Observation.class));
            }
            state.others = new Observations(others);
            json.path("dimensions")
                    .properties()
                    .forEach(table -> table.getValue().properties().forEach(dimension -> {
                        List<String> samples = new ArrayList<>();
                        dimension.getValue().path("samples").forEach(sample -> samples.add(sample.asText()));
                        state.dimension(
                                table.getKey(),
                                dimension.getKey(),
                                dimension.getValue().path("rows").asLong(),
                                samples);
                    }));
            json.path("drawn").properties().forEach(table -> {
                long[] counts = new long[table.getValue().size()];
                for (int i = 0; i < counts.length; i++) {
                    counts[i] = table.getValue().path(i).asLong();
                }
                state.drawn.put(table.getKey(), counts);
            });
            json.path("covered").forEach(part -> state.covered.add(part.asText()));
            json.path("notLookedAt")
                    .properties()
                    .forEach(entry ->
                            state.notLookedAt(entry.getKey(), entry.getValue().asText()));
            return state;
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** JSON of the state of the checks. */
    static String checksJson(CorpusChecks.State state) {
        return JSON.valueToTree(state).toString();
    }

    /** Reads {@link #checksJson}. */
    static CorpusChecks.State checksOf(String text) {
        try {
            return checks(JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static CorpusChecks.State checks(JsonNode json) throws JsonProcessingException {
        return json.isObject() ? JSON.treeToValue(json, CorpusChecks.State.class) : CorpusChecks.State.EMPTY;
    }
}
