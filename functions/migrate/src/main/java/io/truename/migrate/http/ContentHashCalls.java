// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.corpus.mapping.MappingException;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.Page;
import io.truename.postgres.corpus.imported.ImportOptions.OnConflict;
import io.truename.postgres.corpus.imported.ImportTally;
import io.truename.postgres.corpus.imported.ImportedHashStore;
import io.truename.postgres.corpus.imported.ImportedHashStore.ImportedHash;
import io.truename.postgres.corpus.imported.ImportedPair;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Handlers that import, show and delete hashes of content that lies elsewhere. */
final class ContentHashCalls {
    static final String JSON_LINES = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final long MOST_LINES = 1_000_000_000_000L;

    private final MigrateEvents events;
    private final Clock clock;
    private final Duration longest;

    ContentHashCalls(MigrateEvents events, Clock clock, Duration longest) {
        this.events = events;
        this.clock = clock;
        this.longest = longest;
    }

    EdgeResponse add(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        OnConflict onConflict = query.read(
                        "onConflict", "onConflict must be keep or replace", ContentHashCalls::onConflict)
                .orElse(OnConflict.KEEP);
        long firstLine = query.whole("firstLine", 1, MOST_LINES).orElse(1L);
        Optional<EdgeResponse> refusal = query.refusal("onConflict, firstLine");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean csv = request.contentType().orElse("").toLowerCase(Locale.ROOT).startsWith(CSV);
        try {
            Instant deadline = clock.instant().plus(longest);
            HashImport imported = HashImport.run(
                    with.contentHashes().begin(onConflict),
                    new HashLines(request.bytes(), csv, firstLine),
                    () -> clock.instant().isBefore(deadline));
            ImportTally tally = imported.tally();
            events.hashesImported(tally.stored(), tally.equal(), tally.replaced(), tally.conflicting(), imported.bad());
            return EdgeResponse.json(200, json -> write(json, imported));
        } catch (MappingException unreadable) {
            return new Problem(
                            422,
                            "The mapping cannot be read",
                            "Correct every place of the mapping that is listed, then send the request again. It says whether ids"
                                    + " of the list are ids that a run moves.",
                            unreadable.issues().stream()
                                    .map(issue -> new FieldProblem(issue.pointer(), issue.rule(), issue.got()))
                                    .toList(),
                            0)
                    .response();
        }
    }

    private static OnConflict onConflict(String text) {
        for (OnConflict one : OnConflict.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException();
    }

    private static void write(JsonGenerator json, HashImport imported) throws IOException {
        ImportTally tally = imported.tally();
        json.writeStartObject();
        json.writeNumberField("lines", imported.lines());
        json.writeNumberField("stored", tally.stored());
        json.writeNumberField("equal", tally.equal());
        json.writeNumberField("replaced", tally.replaced());
        json.writeNumberField("conflicting", tally.conflicting());
        json.writeNumberField("bad", imported.bad());
        json.writeArrayFieldStart("conflicts");
        for (HashImport.Conflict conflict : imported.conflicts()) {
            json.writeStartObject();
            json.writeNumberField("line", conflict.pair().line());
            json.writeStringField("id", conflict.pair().key());
            json.writeStringField("sha256", conflict.pair().sha256().toLowerCase(Locale.ROOT));
            json.writeStringField("kept", conflict.kept());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("badLines");
        for (HashLines.BadLine line : imported.badLines()) {
            json.writeStartObject();
            json.writeNumberField("line", line.line());
            json.writeStringField("field", line.field());
            json.writeStringField("rule", line.rule());
            json.writeStringField("got", line.got());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (imported.nextLine().isPresent()) {
            json.writeNumberField("nextLine", imported.nextLine().get());
        } else {
            json.writeNullField("nextLine");
        }
        json.writeEndObject();
    }

    static EdgeResponse list(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<String> id = id(query);
        int limit = query.limit();
        Optional<String> after = query.after(ImportedPair::requireKey);
        Optional<EdgeResponse> refusal = query.refusal("id, or limit and after");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Page<ImportedHash> page = id.map(key ->
                        new Page<>(with.contentHashes().find(key).stream().toList(), Optional.empty()))
                .orElseGet(() -> with.contentHashes().conflicts(limit, after));
        ImportedHashStore.Counts counts = with.contentHashes().counts();
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("hashes", counts.hashes());
            json.writeBooleanField("exact", counts.exact());
            json.writeNumberField("conflicts", counts.conflicts());
            json.writeArrayFieldStart("items");
            for (ImportedHash hash : page.items()) {
                json.writeStartObject();
                json.writeStringField("id", hash.key());
                json.writeStringField("sha256", hash.sha256());
                JsonOutput.optional(json, "refused", hash.refused());
                json.writeEndObject();
            }
            json.writeEndArray();
            JsonOutput.optional(json, "next", page.next());
            json.writeEndObject();
        });
    }

    private static Optional<String> id(QueryParameters query) {
        return query.read("id", "id " + ImportedPair.KEY_RULE, ImportedPair::requireKey);
    }

    EdgeResponse delete(Services with, EdgeRequest request) {
        QueryParameters query = new QueryParameters(request);
        Optional<String> id = id(query);
        boolean all = query.read("all", "all " + Rules.BOOLEAN, ContentHashCalls::flag)
                .orElse(false);
        Optional<EdgeResponse> refusal = query.refusal("id, all");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (id.isPresent() == all) {
            return Problem.of(
                            400,
                            "The request's parameters are not valid",
                            "Give the id whose hash is to be deleted, or all=true for the hashes of all ids.")
                    .response();
        }
        Optional<UUID> run = with.contentHashes().runUnderWay();
        if (run.isPresent()) {
            return Problem.of(
                            409,
                            "The hashes cannot be deleted now",
                            "Run " + run.get() + " is under way and may need them. Let it end first, or roll it back.")
                    .response();
        }
        ImportedHashStore.Deleted deleted = id.map(key ->
                        new ImportedHashStore.Deleted(with.contentHashes().delete(key) ? 1 : 0, true))
                .orElseGet(() -> with.contentHashes().deleteAll(clock.instant().plus(longest)));
        events.hashesDeleted(deleted.rows(), deleted.done());
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("rows", deleted.rows());
            json.writeBooleanField("done", deleted.done());
            json.writeEndObject();
        });
    }

    private static Boolean flag(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException();
    }
}
