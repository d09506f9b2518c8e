// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import io.truename.edge.corpus.Ids;
import io.truename.edge.event.PushMessage;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.json.FieldProblem;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.Rules;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Refusal;
import io.truename.probing.stage.Stage;
import io.truename.probing.stage.StageAttempt;
import io.truename.probing.stage.StageEvent;
import io.truename.probing.stage.StageEventFields;
import io.truename.probing.stage.StageRecipe;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads events of a request: one, or up to {@link #MOST_EVENTS} in {@code events}. A bad event does not keep the others from being
 * read. The payload of a message with one event is its publisher's: fields and attributes that are not known here are ignored.
 */
final class StageEventReader {
    /** Maximum number of events of a request. */
    static final int MOST_EVENTS = 1_000;

    private static final String EVENTS = "events";
    private static final String ALGORITHM = "contentHashAlgorithm";
    private static final int MOST_EVENT_ID = 256;
    private static final double MOST_SECONDS = 31_536_000;
    private static final byte[] EMPTY = {'{', '}'};

    private final FieldProblems problems = new FieldProblems();
    private final List<StageEvent> good = new ArrayList<>();
    private final Set<DocumentName> uploaded = new LinkedHashSet<>();
    private final StageRecipe recipe;
    private final Instant now;
    private int refused;

    private StageEventReader(StageRecipe recipe, Instant now) {
        this.recipe = recipe;
        this.now = now;
    }

    /**
     * Events of a request.
     *
     * @param good events that can be recorded
     * @param refused number of events that cannot; at least 1 if there is any problem
     * @param problems of those, with their places
     * @param uploaded documents that an event of the stage uploaded names; without those whose upload failed
     */
    record Read(List<StageEvent> good, int refused, FieldProblems problems, Set<DocumentName> uploaded) {}

    static Read read(EdgeRequest request, StageRecipe recipe, Instant now) {
        StageEventReader reader = new StageEventReader(recipe, now);
        reader.read(request);
        return new Read(List.copyOf(reader.good), reader.refused, reader.problems, reader.uploaded);
    }

    private void read(EdgeRequest request) {
        Optional<PushMessage> message = request.message();
        boolean bare = message.isPresent() && request.bytes().length == 0;
        JsonBody body = JsonBody.read(bare ? EMPTY : request.bytes(), problems);
        if (!body.has(EVENTS)) {
            one(body, message);
            return;
        }
        List<JsonBody> items = body.objects(EVENTS, MOST_EVENTS, EVENTS);
        body.refuseUnread();
        Set<String> bad = placesSoFar();
        if (bad.contains("")) {
            refused = Math.max(1, items.size());
            return;
        }
        for (JsonBody item : items) {
            int before = problems.found();
            Optional<StageEvent> event =
                    event(item, new EventFields(item, Map.of(), problems), Optional.empty(), false);
            boolean isGood = problems.found() == before && !bad.contains(item.pointer());
            if (isGood) {
                event.ifPresent(good::add);
            }
            refused += isGood ? 0 : 1;
        }
    }

    private void one(JsonBody body, Optional<PushMessage> message) {
        Map<String, String> attributes = message.map(PushMessage::attributes).orElse(Map.of());
        Optional<String> messageId = message.map(PushMessage::messageId).filter(id -> !id.isEmpty());
        Optional<StageEvent> event =
                event(body, new EventFields(body, attributes, problems), messageId, message.isPresent());
        if (problems.found() == 0) {
            event.ifPresent(good::add);
        } else {
            refused = 1;
        }
    }

    /** Items of {@code events} that have a problem already; the empty place if there is one outside of them. */
    private Set<String> placesSoFar() {
        Set<String> places = new HashSet<>();
        for (FieldProblem problem : problems.listed()) {
            String[] segments = problem.pointer().split("/", -1);
            boolean inItem = segments.length > 2 && segments[1].equals(EVENTS);
            places.add(inItem ? "/" + EVENTS + "/" + segments[2] : "");
        }
        if (problems.found() > problems.listed().size()) {
            places.add("");
        }
        return places;
    }

    private Optional<StageEvent> event(
            JsonBody body, EventFields fields, Optional<String> messageId, boolean unknownFieldsAreFine) {
        int before = problems.found();
        Optional<Stage> stage = fields.required("stage", StageEventReader::stage);
        Optional<DocumentId> document = fields.required("documentId", text -> DocumentId.of(Ids.parse(text)));
        Optional<Instant> at = fields.text("at", StageEventReader::instant);
        // Without a time of its own, each message is another event, and each delivery of one message the same.
        Optional<String> eventId = fields.text("eventId", StageEventReader::eventId)
                .or(() -> at.isPresent() ? Optional.empty() : messageId.map("pubsub/"::concat));
        StageEventFields read = new StageEventFields(
                stage.orElse(Stage.UPLOADED),
                document.orElse(new DocumentId(0, 0)),
                fields.text("userId", text -> text),
                fields.text("contentHash", text -> text),
                fields.text("chunkId", Ids::parse),
                fields.text("chunker", text -> text),
                fields.text("chunkerVersion", text -> text),
                fields.whole("ordinal", 0, Integer.MAX_VALUE),
                at,
                eventId,
                fields.flag("found"),
                fields.decimal("seconds", 0, MOST_SECONDS),
                fields.whole("rows", 0, Integer.MAX_VALUE),
                attempt(fields));
        fields.text(ALGORITHM, this::algorithm);
        if (!unknownFieldsAreFine) {
            body.refuseUnread();
        }
        if (problems.found() > before) {
            return Optional.empty();
        }
        for (Refusal refusal : read.check(now, recipe.algorithm())) {
            fields.problem(refusal.field(), refusal.rule(), refusal.got());
        }
        if (problems.found() > before) {
            return Optional.empty();
        }
        if (read.stage() == Stage.UPLOADED && !read.attempt().failed()) {
            // Other look-ups take 64 digits only.
            read.contentHash()
                    .filter(hash -> hash.length() == ContentHashAlgorithm.SHA_256.digits())
                    .flatMap(hash -> read.userId().map(user -> new DocumentName(user, hash)))
                    .ifPresent(uploaded::add);
        }
        return Optional.of(StageEvent.of(read, recipe, now));
    }

    /** Algorithm that an event names: the recipe's own, or the id could not be compared. */
    private ContentHashAlgorithm algorithm(String name) {
        return ContentHashAlgorithm.parse(name)
                .filter(recipe.algorithm()::equals)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be " + recipe.algorithm() + ", the algorithm of the mapping, or absent"));
    }

    private static StageAttempt attempt(EventFields fields) {
        return new StageAttempt(
                fields.text("outcome", StageEventReader::outcome),
                fields.whole("avoidedBytes", 0, StageAttempt.MOST_BYTES),
                fields.whole("avoidedPages", 0, Integer.MAX_VALUE),
                fields.whole("avoidedTokens", 0, Integer.MAX_VALUE));
    }

    private static StageAttempt.Outcome outcome(String word) {
        return StageAttempt.Outcome.find(word)
                .orElseThrow(() -> new IllegalArgumentException(Rules.oneOf(StageAttempt.Outcome.words())));
    }

    private static Stage stage(String word) {
        return Stage.find(word).orElseThrow(() -> new IllegalArgumentException(Rules.oneOf(Stage.words())));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException noInstant) {
            throw new IllegalArgumentException("must be a time such as 2026-01-31T12:00:00Z", noInstant);
        }
    }

    private static String eventId(String text) {
        if (text.isEmpty() || text.codePointCount(0, text.length()) > MOST_EVENT_ID) {
            throw new IllegalArgumentException("must have 1 to " + MOST_EVENT_ID + " characters");
        }
        return text;
    }
}
