// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.json.EnumNames;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.probing.known.LookUpIndex;
import io.truename.probe.known.LookupFigures;
import java.io.IOException;

/** Figures of known look-ups as JSON. */
final class KnownStatsJson {
    private KnownStatsJson() {}

    static EdgeResponse of(LookupFigures figures, LookUpIndex index) {
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("answers", figures.answers());
            json.writeNumberField("absent", figures.absent());
            json.writeNumberField("unanswered", figures.unanswered());
            json.writeNumberField("hitRate", figures.hitRate());
            json.writeNumberField("changeSeconds", figures.change().toNanos() / 1e9);
            json.writeNumberField("removalSeconds", figures.removal().toNanos() / 1e9);
            json.writeStringField("removalReason", figures.removalReason());
            memory(json, figures);
            store(json, figures);
            database(json, figures, index);
            json.writeEndObject();
        });
    }

    private static void memory(JsonGenerator json, LookupFigures figures) throws IOException {
        json.writeObjectFieldStart("memory");
        tier(json, figures.memory(), figures.answers());
        json.writeNumberField("entries", figures.entries());
        json.writeNumberField("mostEntries", figures.mostEntries());
        json.writeNumberField("limit", figures.limit());
        json.writeStringField("sizeReason", figures.sizeReason());
        json.writeNumberField("evicted", figures.evicted());
        json.writeNumberField("joined", figures.joined());
        json.writeNumberField("warmed", figures.warmed());
        json.writeNumberField("announced", figures.announced());
        json.writeNumberField("forgotten", figures.epochs());
        json.writeEndObject();
    }

    private static void store(JsonGenerator json, LookupFigures figures) throws IOException {
        json.writeObjectFieldStart("store");
        tier(json, figures.store(), figures.answers());
        json.writeBooleanField("configured", figures.shared().configured());
        json.writeBooleanField("reachable", figures.shared().reachable());
        json.writeNumberField("calls", figures.shared().calls());
        json.writeNumberField("failures", figures.shared().failures());
        json.writeNumberField("skipped", figures.shared().skipped());
        json.writeNumberField("corrupt", figures.corrupt());
        json.writeNumberField("stale", figures.stale());
        json.writeEndObject();
    }

    private static void database(JsonGenerator json, LookupFigures figures, LookUpIndex index) throws IOException {
        json.writeObjectFieldStart("database");
        tier(json, figures.database(), figures.answers());
        json.writeNumberField("reads", figures.databaseReads());
        json.writeNumberField("secondsByRead", figures.secondsByRead());
        json.writeNumberField("versionReads", figures.versionReads());
        json.writeStringField("indexed", EnumNames.of(index.coverage()));
        JsonOutput.optional(json, "index", index.name());
        JsonOutput.optional(json, "remedy", index.remedy());
        json.writeEndObject();
    }

    private static void tier(JsonGenerator json, long answers, long all) throws IOException {
        json.writeNumberField("answers", answers);
        json.writeNumberField("share", all == 0 ? 0.0 : (double) answers / all);
    }
}
