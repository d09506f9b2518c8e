// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.stage;

import io.truename.identity.DocumentId;
import io.truename.postgres.Session;
import io.truename.probing.stage.StageEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * Records events in the caller's transaction: keys that are new, then sums of their events by document and by hour. An event counts
 * once, in whatever order and however often it arrives.
 */
final class StageEventStore {
    private static final String NEW_KEYS = "INSERT INTO truename.stage_event (key)"
            + " SELECT key FROM unnest($1::uuid[]) WITH ORDINALITY AS e(key, place) ORDER BY place"
            + " ON CONFLICT (key) DO NOTHING RETURNING key";

    private static final String NEW_ALIASES = "INSERT INTO truename.stage_alias (used, document)"
            + " SELECT used, document FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS e(used, document, place)"
            + " ORDER BY place ON CONFLICT (used) DO NOTHING";

    /** An id that is the recipe's for one document stays that document's, even if a stage used it for another as well. */
    private static final String RESOLVE = "SELECT a.used, a.document FROM truename.stage_alias a WHERE a.used = ANY($1)"
            + " AND NOT EXISTS (SELECT 1 FROM truename.stage_document d WHERE d.id = a.used AND d.known)";

    /** Moves sums that were added up under a wrong id before an event said whose it is; one for each document at a time. */
    private static final String MERGE = "WITH stray AS (SELECT DISTINCT ON (a.document) a.used, a.document"
            + " FROM truename.stage_alias a JOIN truename.stage_document d ON d.id = a.used AND NOT d.known"
            + " WHERE %s ORDER BY a.document, a.used LIMIT 1000),"
            + " gone AS (DELETE FROM truename.stage_document g USING stray WHERE g.id = stray.used AND NOT g.known"
            + " RETURNING stray.document, g.*)"
            + " INSERT INTO truename.stage_document AS d (" + StageSql.DOCUMENT_COLUMNS + ") SELECT document, "
            + StageSql.DOCUMENT_COLUMNS.substring("id, ".length()) + " FROM gone ORDER BY document" + StageSql.ADD;

    private static final String MERGE_THESE = MERGE.formatted("a.used = ANY($1)");
    private static final String MERGE_ANY = MERGE.formatted("true");
    private static final int MOST_MERGES = 20;

    private final IntSupplier slots;

    /**
     * Creates a store.
     *
     * @param slots gives numbers from 0 to 15, to spread rows that many transactions would wait for
     */
    StageEventStore(IntSupplier slots) {
        this.slots = slots;
    }

    /** Records events, and returns the keys of those that were not recorded before. */
    Set<UUID> record(Session session, Collection<StageEvent> events) {
        Map<UUID, StageEvent> byKey = new TreeMap<>();
        events.forEach(event -> byKey.putIfAbsent(event.key(), event));
        if (byKey.isEmpty()) {
            return Set.of();
        }
        Set<UUID> fresh = new HashSet<>(session.list(NEW_KEYS, row -> row.get("key", UUID.class), (Object)
                byKey.keySet().toArray(UUID[]::new)));
        List<StageEvent> counted = byKey.values().stream()
                .filter(event -> fresh.contains(event.key()))
                .toList();
        if (!counted.isEmpty()) {
            add(session, counted);
        }
        return fresh;
    }

    /** Merges sums under wrong ids that two transactions have missed because each did not see the other. */
    void mergeStrays(Session session) {
        merge(session, MERGE_ANY);
    }

    private void add(Session session, List<StageEvent> events) {
        List<StageEvent> withResult =
                events.stream().filter(event -> !event.attempt().failed()).toList();
        if (!withResult.isEmpty()) {
            addDocuments(session, withResult);
        }
        AttemptSums attempts = new AttemptSums();
        events.forEach(attempts::add);
        if (!attempts.isEmpty()) {
            session.update(AttemptSums.UPSERT, attempts.values(slots.getAsInt()));
        }
    }

    private void addDocuments(Session session, List<StageEvent> events) {
        Map<UUID, UUID> aliases = new TreeMap<>();
        Set<UUID> withoutInputs = new HashSet<>();
        for (StageEvent event : events) {
            UUID used = event.used().toUuid();
            event.recipe()
                    .ifPresentOrElse(
                            recipe -> {
                                if (!recipe.toUuid().equals(used)) {
                                    aliases.putIfAbsent(used, recipe.toUuid());
                                }
                            },
                            () -> withoutInputs.add(used));
        }
        if (!aliases.isEmpty()) {
            session.update(
                    NEW_ALIASES,
                    aliases.keySet().toArray(UUID[]::new),
                    aliases.values().toArray(UUID[]::new));
        }
        Map<UUID, UUID> resolved = resolve(session, withoutInputs);
        DocumentSums documents = new DocumentSums();
        RetrievalSums retrievals = new RetrievalSums();
        for (StageEvent event : events) {
            UUID document = event.document().toUuid();
            boolean known = event.recipe().isPresent();
            documents.add(event, DocumentId.of(known ? document : resolved.getOrDefault(document, document)));
            retrievals.add(event);
        }
        session.update(DocumentSums.UPSERT, documents.values());
        if (!aliases.isEmpty()) {
            merge(session, MERGE_THESE, (Object) aliases.keySet().toArray(UUID[]::new));
        }
        if (!retrievals.isEmpty()) {
            session.update(RetrievalSums.UPSERT, retrievals.values(slots.getAsInt()));
        }
    }

    private static Map<UUID, UUID> resolve(Session session, Set<UUID> ids) {
        Map<UUID, UUID> resolved = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            session.list(
                            RESOLVE,
                            row -> Map.entry(row.get("used", UUID.class), row.get("document", UUID.class)),
                            (Object) ids.toArray(UUID[]::new))
                    .forEach(alias -> resolved.put(alias.getKey(), alias.getValue()));
        }
        return resolved;
    }

    private static void merge(Session session, String sql, Object... values) {
        int merges = 0;
        while (merges < MOST_MERGES && session.update(sql, values) > 0) {
            merges++;
        }
    }
}
