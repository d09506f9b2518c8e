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
 * Counters of the validation of a whole corpus, and its position while it runs. A run stores them as JSON: as its validation, and as
 * its numbers before and after.
 *
 * <ul>
 *   <li>{@code documents}, {@code chunks}: rows read.
 *   <li>{@code untrueDocuments}, {@code untrueChunks}: rows whose id differs from the recipe's, or whose inputs the recipe refuses.
 *   <li>{@code missedDocuments}, {@code missedChunks}, after a migration: untrue rows that it did not leave alone on purpose.
 *   <li>{@code orphans.TABLE.COLUMN}: hard or soft references to an id that no row has.
 *   <li>{@code retrievableDocuments}: documents under their true id, with all chunks under theirs.
 *   <li>{@code users}; {@code usersWithLoss}: some document cannot be retrieved; {@code usersWithNothing}: none can.
 *   <li>{@code largest}: a few users by name with their counts; for reports only, never for logs.
 * </ul>
 */
public final class CorpusNumbers {
    private static final int MOST_EXAMPLES = 5;
    private static final String ORPHANS = "orphans.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> counters = new LinkedHashMap<>();
    private final Map<String, List<String>> examples = new LinkedHashMap<>();
    private final LargestUsers largest = new LargestUsers();
    final Place place = new Place();

    /** Position of a validation. */
    static final class Place {
        Phase phase = Phase.PREPARING;
        int item;
        /** Next block of the item's table. */
        long block;
        /** Id of the last document, or name of the last user; empty before the first. */
        Optional<String> after = Optional.empty();
        /** Pages to read: of all tables, each as often as it is read; of documents and chunks alone; and pages read so far. */
        long pages;

        long documentPages;
        long pagesRead;
        double seconds;
    }

    /** Creates counters at the beginning. */
    public CorpusNumbers() {}

    /** Creates counters that follow the named users of earlier numbers, or the largest users if those have none. */
    public static CorpusNumbers ofTheUsersOf(CorpusNumbers earlier) {
        CorpusNumbers numbers = new CorpusNumbers();
        earlier.largest.kept().forEach(user -> numbers.largest.follow(user.user()));
        return numbers;
    }

    /**
     * Parses the JSON of {@link #toJson}.
     *
     * @throws IllegalArgumentException if the text is anything else
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

    /** Writes JSON: {@code done}, {@code sound}, {@code counters}, {@code examples}, {@code largest}, and {@code place} until done. */
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

    /** Whether the validation is complete. */
    public boolean done() {
        return place.phase == Phase.DONE;
    }

    /** Number of table pages read so far, 8 kB each unless the server is built otherwise. */
    public long pagesRead() {
        return place.pagesRead;
    }

    /** Total number of table pages to read; 0 until the tables are measured. */
    public long pages() {
        return place.pages;
    }

    /** Duration so far in seconds, without pauses. */
    public double seconds() {
        return place.seconds;
    }

    /** Retrievability of the users' documents. */
    public Retrievability impact() {
        return new Retrievability(
                count("documents"),
                count("retrievableDocuments"),
                count("users"),
                count("usersWithNothing"),
                largest.kept());
    }

    /** Whether every id is true, every document is retrievable, and no reference is an orphan. */
    public boolean sound() {
        return done()
                && count("untrueDocuments") == 0
                && count("untrueChunks") == 0
                && count("retrievableDocuments") == count("documents")
                && orphans() == 0;
    }

    /** Value of a counter; 0 if nothing was counted. */
    public long count(String counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** All counters by name. */
    public Map<String, Long> counters() {
        return Map.copyOf(counters);
    }

    /** Number of orphans of all references. */
    public long orphans() {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ORPHANS))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** At most five ids of rows that a counter has counted, without other values. */
    public List<String> examples(String counter) {
        return List.copyOf(examples.getOrDefault(counter, List.of()));
    }

    /**
     * Sentences on everything that is worse than before a migration; empty if nothing is. Orphans that existed before may still exist:
     * a migration does not know their targets.
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

    /** Phases of a validation in order. */
    enum Phase {
        /** Deletes the counts of users of an earlier validation, and measures the tables. */
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

    /** Adds the counters and examples of a part; places and users stay. */
    void add(CorpusNumbers part) {
        part.counters.forEach(this::add);
        part.examples.forEach((counter, ids) -> ids.forEach(id -> example(counter, id)));
    }

    public void example(String counter, String id) {
        List<String> list = examples.computeIfAbsent(counter, absent -> new ArrayList<>());
        if (list.size() < MOST_EXAMPLES && !list.contains(id)) {
            list.add(id);
        }
    }

    /** Counts a user whose documents have all been counted. */
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
