// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.http.Problem;
import io.truename.edge.http.QueryParameters;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.identity.DocumentName;
import io.truename.identity.Refusal;
import io.truename.probe.known.KnownLookups.Answers;
import io.truename.probe.known.KnownLookups.Warming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Handlers that tell whether documents are stored already, and under which ids. */
final class KnownCalls {
    /** Maximum number of documents in one call. */
    static final int MOST_ITEMS = 1_000;

    private static final String USER = "user";
    private static final String CONTENT_HASH = "contentHash";

    /** Names of the parameters by those of the recipe's fields. */
    private static final Map<String, String> NAMES = Map.of("userId", USER, "fileSha256", CONTENT_HASH);

    private static final int MOST_WARMED = 10_000;

    private final ProbeEvents events;

    KnownCalls(ProbeEvents events) {
        this.events = events;
    }

    EdgeResponse find(Services with, EdgeRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        Optional<String> user = parameters.read(USER, "", text -> text);
        Optional<String> hash = parameters.read(CONTENT_HASH, "", text -> text);
        Optional<EdgeResponse> refusal = parameters.refusal(USER + ", " + CONTENT_HASH);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<Refusal> refused = DocumentName.check(user.orElse(null), hash.orElse(null));
        if (!refused.isEmpty()) {
            return Problem.of(
                            400,
                            "The request's parameters are not valid",
                            refused.stream()
                                            .map(each ->
                                                    NAMES.get(each.field()) + " " + each.rule() + ", got " + each.got())
                                            .collect(Collectors.joining("; "))
                                    + ".")
                    .response();
        }
        DocumentName name = new DocumentName(user.orElseThrow(), hash.orElseThrow());
        Answers answers = lookUp(with, List.of(name));
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            write(json, answers, name);
            writeAsOf(json, answers);
            json.writeEndObject();
        });
    }

    EdgeResponse findAll(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        List<DocumentName> names = new ArrayList<>();
        for (JsonBody item : body.objects("items", MOST_ITEMS, "documents")) {
            name(item, problems).ifPresent(names::add);
        }
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Answers answers = lookUp(with, names);
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (DocumentName name : names) {
                json.writeStartObject();
                write(json, answers, name);
                json.writeEndObject();
            }
            json.writeEndArray();
            writeAsOf(json, answers);
            json.writeEndObject();
        });
    }

    /** Reads the newest documents before they are asked for. */
    static EdgeResponse warm(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        int documents = (int) body.whole("documents", MOST_ITEMS, 1, MOST_WARMED);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Problem.badRequest(problems).response();
        }
        Warming warming = with.known().warm(documents);
        if (warming.documents() == 0) {
            return Problem.of(
                            409,
                            "There are no newest documents to read",
                            "No index has the documents in the order of their creation, or there are none.")
                    .response();
        }
        if (!warming.current()) {
            return Problem.of(
                            409,
                            "The corpus changed meanwhile",
                            "Answers of before do not hold any more. Warm again when no migration moves rows.")
                    .response();
        }
        return EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("documents", warming.documents());
            json.writeBooleanField("shared", warming.shared());
            json.writeEndObject();
        });
    }

    /** Takes messages about documents that were stored or removed. */
    Outcome change(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes(), problems);
        List<DocumentName> stored = names(body, "stored", problems);
        List<DocumentName> removed = names(body, "removed", problems);
        boolean everything = body.flag("everything", false);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        if (everything || !removed.isEmpty()) {
            with.known().changed();
        }
        with.known().stored(stored);
        with.known().stored(removed);
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("stored", stored.size());
            json.writeNumberField("removed", removed.size());
            json.writeBooleanField("everything", everything);
            json.writeEndObject();
        }));
    }

    private static List<DocumentName> names(JsonBody body, String field, FieldProblems problems) {
        List<DocumentName> names = new ArrayList<>();
        if (body.has(field)) {
            for (JsonBody item : body.objects(field, MOST_ITEMS, "documents")) {
                name(item, problems).ifPresent(names::add);
            }
        }
        return names;
    }

    /** Shows the figures of this instance, and the settings that were chosen by them. */
    static EdgeResponse stats(Services with, EdgeRequest request) {
        Optional<EdgeResponse> refusal = new QueryParameters(request).refusal("none");
        return refusal.isPresent()
                ? refusal.get()
                : KnownStatsJson.of(with.known().figures(), with.known().index());
    }

    /** The document of an item; empty after its problems were added. */
    static Optional<DocumentName> name(JsonBody item, FieldProblems problems) {
        int before = problems.found();
        boolean userGiven = item.has(USER);
        boolean hashGiven = item.has(CONTENT_HASH);
        Optional<String> user = item.text(USER, Optional.empty(), Optional::of);
        Optional<String> hash = item.text(CONTENT_HASH, Optional.empty(), Optional::of);
        for (Refusal refusal : DocumentName.check(user.orElse(null), hash.orElse(null))) {
            String field = String.valueOf(NAMES.get(refusal.field()));
            boolean otherType = field.equals(USER) ? userGiven && user.isEmpty() : hashGiven && hash.isEmpty();
            if (!otherType) {
                item.problem(field, refusal.rule(), refusal.got());
            }
        }
        item.refuseUnread();
        return problems.found() > before
                ? Optional.empty()
                : Optional.of(new DocumentName(user.orElseThrow(), hash.orElseThrow()));
    }

    private Answers lookUp(Services with, List<DocumentName> names) {
        Answers answers = with.known().find(names);
        events.knownLookedUp(answers);
        return answers;
    }

    private static void write(JsonGenerator json, Answers answers, DocumentName name) throws IOException {
        Optional<UUID> id = Optional.ofNullable(answers.ids().get(name)).flatMap(known -> known);
        json.writeBooleanField("known", id.isPresent());
        if (id.isPresent()) {
            json.writeStringField("id", id.get().toString());
        }
    }

    private static void writeAsOf(JsonGenerator json, Answers answers) throws IOException {
        if (answers.asOf().isPresent()) {
            json.writeStringField("asOf", answers.asOf().get().toString());
        }
    }
}
