// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.corpus.assess.Retrievability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts of a validation of a whole corpus; while it is under way, so far, with its place. As JSON it is what a run
 * keeps as its validation and as its numbers before and after.
 *
 * <p>Counters: {@code documents}, {@code chunks}; {@code untrueDocuments}, {@code untrueChunks}: stored under another id than
 * the recipe makes, or of something it cannot name; after a migration {@code missedDocuments}, {@code missedChunks}: those of
 * them that it did not leave alone on purpose; {@code orphans.TABLE.COLUMN}: references, hard or soft, to an id nobody
 * has; {@code retrievableDocuments}:
 * stored under the true id, with all chunks under theirs; {@code users}, {@code usersWithLoss}: some document cannot be
 * retrieved, {@code usersWithNothing}: none can. And {@code largest}: a few users by name,
 * with what each has; for reports alone, not for logs.
 */
public final class CorpusNumbers {
    private static final int MOST_EXAMPLES = 5;
    private static final String ORPHANS = "orphans.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> counters = new LinkedHashMap<>();
    private final Map<String, List<String>> examples = new LinkedHashMap<>();
    private final LargestUsers largest = new LargestUsers();
    final Place place = new Place();

    /** Where a validation is. */
    static final class Place {
        Phase phase = Phase.PREPARING;
        int item;
        /** Of the item's table, the next to be read. */
        long block;
        /** Id of the last document, or the last user; empty before the first. */
        Optional<String> after = Optional.empty();
        /** Of all tables that are read, as often as they are read; of documents and chunks alone; and read so far. */
        long pages;

        long documentPages;
        long pagesRead;
        double seconds;
    }

    /** Nothing yet. */
    public CorpusNumbers() {}

    /** Nothing yet, and of users by name the same will be kept as in those numbers; the largest if these have none. */
    public static CorpusNumbers ofTheUsersOf(CorpusNumbers earlier) {
        CorpusNumbers numbers = new CorpusNumbers();
        earlier.largest.kept().forEach(user -> numbers.largest.follow(user.user()));
        return numbers;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static CorpusNumbers fromJson(String text) {
        CorpusNumbers numbers = new CorpusNumbers();
        try {
            JsonNode json = JSON.readTree(text);
            json.path("counters")
                    .properties()
                    .forEach(entry -> numbers.counters.put(
                            entry.getKey(), entry.getValue().asLong()));
            json.path("examples")
                    .properties()
                    .forEach(entry ->
                            entry.getValue().forEach(example -> numbers.example(entry.getKey(), example.asText())));
            json.path("largest").forEach(user -> numbers.largest.take(user(user)));
            JsonNode at = json.path("place");
            at.path("followed").forEach(user -> numbers.largest.follow(user.asText()));
            numbers.place.phase = Phase.valueOf(at.path("phase").asText(Phase.PREPARING.name()));
            numbers.place.item = at.path("item").asInt();
            numbers.place.block = at.path("block").asLong();
            numbers.place.after = Optional.ofNullable(at.path("after").textValue());
            numbers.place.pages = at.path("pages").asLong();
            numbers.place.documentPages = at.path("documentPages").asLong();
            numbers.place.pagesRead = at.path("pagesRead").asLong();
            numbers.place.seconds = at.path("seconds").asDouble();
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("no numbers of a corpus", malformed);
        }
        return numbers;
    }

    private static Retrievability.User user(JsonNode json) {
        return new Retrievability.User(
                json.path("user").asText(),
                json.path("documents").asLong(),
                json.path("retrievable").asLong());
    }

    /** As JSON: {@code done}, {@code sound}, {@code counters}, {@code examples}, {@code largest}, and until it is done its {@code place}. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode().put("done", done()).put("sound", sound());
        ObjectNode counted = json.putObject("counters");
        counters.forEach(counted::put);
        ObjectNode shown = json.putObject("examples");
        examples.forEach((what, list) -> list.forEach(shown.withArray("/" + escaped(what))::add));
        ArrayNode users = json.putArray("largest");
        largest.kept()
                .forEach(user -> users.addObject()
                        .put("user", user.user())
                        .put("documents", user.documents())
                        .put("retrievable", user.retrievable()));
        if (!done()) {
            ObjectNode at = json.putObject("place")
                    .put("phase", place.phase.name())
                    .put("item", place.item)
                    .put("block", place.block)
                    .put("pages", place.pages)
                    .put("documentPages", place.documentPages)
                    .put("pagesRead", place.pagesRead)
                    .put("seconds", place.seconds);
            place.after.ifPresent(after -> at.put("after", after));
            largest.followed().forEach(at.putArray("followed")::add);
        } else {
            json.putObject("place").put("phase", place.phase.name());
        }
        return json.toString();
    }

    /** Whether everything was looked at. */
    public boolean done() {
        return place.phase == Phase.DONE;
    }

    /** Pages of tables that have been read, 8 kB each unless the server is built otherwise. */
    public long pagesRead() {
        return place.pagesRead;
    }

    /** Pages of tables that are to be read; 0 until they have been measured. */
    public long pages() {
        return place.pages;
    }

    /** How long it has taken so far, in seconds, without pauses. */
    public double seconds() {
        return place.seconds;
    }

    /** What users can retrieve. */
    public Retrievability impact() {
        return new Retrievability(
                count("documents"),
                count("retrievableDocuments"),
                count("users"),
                count("usersWithNothing"),
                largest.kept());
    }

    /** Whether every id is true, every document retrievable, and no reference leads nowhere. */
    public boolean sound() {
        return done()
                && count("untrueDocuments") == 0
                && count("untrueChunks") == 0
                && count("retrievableDocuments") == count("documents")
                && orphans() == 0;
    }

    /** A counter of those named above; 0 if it was never touched. */
    public long count(String counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** All counters by name. */
    public Map<String, Long> counters() {
        return Map.copyOf(counters);
    }

    /** Of every reference together. */
    public long orphans() {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ORPHANS))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Up to five ids of rows that a counter has counted; nothing else of them. */
    public List<String> examples(String counter) {
        return List.copyOf(examples.getOrDefault(counter, List.of()));
    }

    /**
     * What is worse than it was before a migration, in sentences; empty if nothing is. References that led nowhere before may
     * do so after: a migration does not know where to lead them.
     */
    public List<String> worseThan(CorpusNumbers before) {
        List<String> worse = new ArrayList<>();
        counters.forEach((counter, now) -> {
            boolean harm = counter.startsWith(ORPHANS) || counter.startsWith("untrue");
            if (harm && now > before.count(counter)) {
                worse.add(counter + ": " + before.count(counter) + " before, " + now + " now, such as "
                        + String.join(", ", examples(counter)) + ".");
            }
        });
        return worse;
    }

    /** The phases of a validation in order. */
    enum Phase {
        /** Forgets what an earlier validation kept of users, and measures the tables. */
        PREPARING,
        DOCUMENTS,
        REFERENCES,
        USERS,
        DONE;

        Phase next() {
            return switch (this) {
                case PREPARING -> DOCUMENTS;
                case DOCUMENTS -> REFERENCES;
                case REFERENCES -> USERS;
                case USERS, DONE -> DONE;
            };
        }
    }

    void add(String counter, long more) {
        counters.merge(counter, more, Long::sum);
    }

    public void example(String counter, String id) {
        List<String> list = examples.computeIfAbsent(counter, absent -> new ArrayList<>());
        if (list.size() < MOST_EXAMPLES && !list.contains(id)) {
            list.add(id);
        }
    }

    /** A user whose documents have all been counted. */
    public void user(Retrievability.User complete) {
        largest.take(complete);
    }

    static String orphansOf(String column) {
        return ORPHANS + column;
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
