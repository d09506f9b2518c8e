// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.EnumNames;
import io.truename.edge.json.JsonOutput;
import io.truename.postgres.rekeying.run.RunView;
import io.truename.rekeying.run.Progress;
import io.truename.rekeying.run.RunCommand;
import io.truename.rekeying.run.RunSettings;
import io.truename.rekeying.run.StageProgress;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** A run as JSON. */
final class RunJson {
    private static final List<String> LISTS = List.of("batches", "quarantine", "collisions", "report");

    private RunJson() {}

    static void write(JsonGenerator json, RunView run) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", run.id().toString());
        json.writeStringField("state", run.state().name());
        json.writeStringField("headline", run.headline());
        json.writeStringField("direction", run.direction().name());
        JsonOutput.optional(json, "waiting", run.waiting().map(RunView.Waiting::sentence));
        JsonOutput.optional(json, "waitingCode", run.waiting().map(RunView.Waiting::code));
        JsonOutput.optional(json, "stage", run.stage().map(at -> at.stage().word()));
        progress(json, run.stage());
        json.writeFieldName("settings");
        settings(json, run.settings());
        documents(json, run.documents());
        chunks(json, run.chunks());
        json.writeArrayFieldStart("tables");
        for (RunView.TableRows table : run.tables()) {
            json.writeStartObject();
            json.writeStringField("table", table.table());
            json.writeStringField("column", table.column());
            json.writeNumberField("rows", table.rows());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("batchRows", run.batchRows());
        if (run.rowsPerSecond().isPresent()) {
            json.writeNumberField("rowsPerSecond", rounded(run.rowsPerSecond().get()));
        } else {
            json.writeNullField("rowsPerSecond");
        }
        remaining(json, run.stage().flatMap(StageProgress::remaining));
        json.writeNumberField("pass", run.pass());
        json.writeBooleanField("planned", run.planned());
        json.writeObjectFieldStart("plan");
        json.writeNumberField("documentsSeen", run.seen().documents());
        json.writeNumberField("chunksSeen", run.seen().chunks());
        json.writeNumberField("documentsToMerge", run.duplicates().documents());
        json.writeNumberField("chunksToMerge", run.duplicates().chunks());
        json.writeNumberField("documentsDiffering", run.duplicates().documentsDiffering());
        json.writeNumberField("chunksDiffering", run.duplicates().chunksDiffering());
        json.writeEndObject();
        lastError(json, run.lastError());
        Answers.findings(json, run.findings());
        JsonOutput.raw(json, "preflight", run.preflight());
        JsonOutput.raw(json, "validation", run.validation().orElse("null"));
        json.writeStringField("createdAt", run.times().created().toString());
        JsonOutput.optional(json, "plannedAt", run.times().planned());
        JsonOutput.optional(json, "startedAt", run.times().started());
        JsonOutput.optional(json, "endedAt", run.times().ended());
        json.writeObjectFieldStart("links");
        json.writeStringField("self", "/migrations/" + run.id());
        for (String list : LISTS) {
            json.writeStringField(list, "/migrations/" + run.id() + "/" + list);
        }
        json.writeEndObject();
        json.writeArrayFieldStart("commands");
        for (RunCommand command : RunCommand.values()) {
            if (run.commands().contains(command)) {
                json.writeString(command.path());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void settings(JsonGenerator json, RunSettings settings) throws IOException {
        json.writeStartObject();
        json.writeStringField("strategy", EnumNames.of(settings.strategy()));
        json.writeStringField("onCollision", EnumNames.of(settings.onCollision()));
        json.writeBooleanField("dryRun", settings.dryRun());
        json.writeBooleanField("acceptNoBackup", settings.acceptNoBackup());
        json.writeBooleanField("acceptSlowReferences", settings.acceptSlowReferences());
        json.writeNumberField("workers", settings.workers());
        json.writeNumberField(
                "targetBatchSeconds", rounded(settings.targetBatch().toMillis() / 1e3));
        json.writeNumberField("mostRowsPerSecond", settings.mostRowsPerSecond());
        if (settings.window().isPresent()) {
            json.writeObjectFieldStart("window");
            json.writeStringField("from", settings.window().get().from().toString());
            json.writeStringField("until", settings.window().get().until().toString());
            json.writeEndObject();
        } else {
            json.writeNullField("window");
        }
        json.writeNumberField("quarantineLimit", BigDecimal.valueOf(settings.quarantineLimit()));
        json.writeStringField("onFailure", EnumNames.of(settings.onFailure()));
        json.writeNumberField("recentDays", settings.recentDays());
        json.writeBooleanField("vacuum", settings.vacuum());
        json.writeEndObject();
    }

    private static void documents(JsonGenerator json, RunView.Documents documents) throws IOException {
        json.writeObjectFieldStart("documents");
        json.writeNumberField("planned", documents.planned());
        json.writeNumberField("done", documents.done());
        json.writeNumberField("merged", documents.merged());
        json.writeNumberField("skipped", documents.skipped());
        json.writeNumberField("quarantined", documents.quarantined());
        json.writeNumberField("gone", documents.gone());
        json.writeEndObject();
    }

    private static void chunks(JsonGenerator json, RunView.Chunks chunks) throws IOException {
        json.writeObjectFieldStart("chunks");
        json.writeNumberField("planned", chunks.planned());
        json.writeNumberField("done", chunks.done());
        json.writeNumberField("merged", chunks.merged());
        json.writeNumberField("skipped", chunks.skipped());
        json.writeNumberField("quarantined", chunks.quarantined());
        json.writeEndObject();
    }

    private static void progress(JsonGenerator json, Optional<StageProgress> stage) throws IOException {
        if (stage.isEmpty()) {
            json.writeNullField("progress");
            return;
        }
        json.writeObjectFieldStart("progress");
        json.writeNumberField("done", stage.get().done());
        if (stage.get().total().isPresent()) {
            json.writeNumberField("total", stage.get().total().get());
        } else {
            json.writeNullField("total");
        }
        json.writeStringField("unit", stage.get().stage().unit().word());
        json.writeEndObject();
    }

    private static void remaining(JsonGenerator json, Optional<Progress.Remaining> remaining) throws IOException {
        if (remaining.isEmpty()) {
            json.writeNullField("remainingSeconds");
            return;
        }
        json.writeObjectFieldStart("remainingSeconds");
        json.writeNumberField("low", rounded(remaining.get().low()));
        json.writeNumberField("expected", rounded(remaining.get().expected()));
        json.writeNumberField("high", rounded(remaining.get().high()));
        json.writeEndObject();
    }

    private static void lastError(JsonGenerator json, Optional<RunView.LastError> error) throws IOException {
        if (error.isEmpty()) {
            json.writeNullField("lastError");
            return;
        }
        json.writeObjectFieldStart("lastError");
        json.writeStringField("code", error.get().code());
        JsonOutput.optional(json, "sqlstate", error.get().sqlState());
        json.writeStringField("message", error.get().message());
        json.writeStringField("at", error.get().at().toString());
        json.writeEndObject();
    }

    /** Rounds to three decimals: further ones are noise. */
    static BigDecimal rounded(double number) {
        BigDecimal rounded =
                BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }
}
