// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.known;

import io.truename.corpus.schema.Column;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.corpus.schema.CorpusSchema.HashType;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.DocumentId;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.Database;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.recipe.RecipeSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Documents of a corpus by their owner and their content. Where an index finds them, each look-up reads a few rows, independent of
 * statistics; otherwise one call reads the table once. Reads only.
 */
public final class KnownDocuments {
    /** Maximum number of names in one call. */
    public static final int MOST_NAMES = 1_000;

    /** A client that waits longer has given up; a look-up that is found by index takes a thousandth of it. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final DocumentTable documents;
    private final Namespace namespace;
    private final LookUpIndex index;
    private final boolean ordered;
    private final boolean byId;
    private final Spellings spellings;
    private final String find;

    private KnownDocuments(DocumentTable documents, Namespace namespace, LookUpIndex index, boolean ordered) {
        this.documents = documents;
        this.namespace = namespace;
        this.index = index;
        this.ordered = ordered;
        this.byId = isById(documents);
        this.spellings = new Spellings(documents);
        this.find = find(documents, index.coverage().reads());
    }

    /** Reads which indexes there are. */
    public static KnownDocuments of(Session session, DocumentTable documents, Namespace namespace) {
        boolean ordered = documents
                .createdAt()
                .map(column -> LookUpIndex.orders(session, documents, column.name()))
                .orElse(false);
        return new KnownDocuments(documents, namespace, LookUpIndex.find(session, documents), ordered);
    }

    /** The index that look-ups use. */
    public LookUpIndex index() {
        return index;
    }

    /** The statement of {@link #find}: owners, hashes and places, each an array. */
    String sql() {
        return find;
    }

    private record Row(int place, String user, String hash, UUID id) {}

    /**
     * The ids under which documents are stored now. Of several rows of one document, the true id is the answer, else the smallest.
     *
     * @param names at most {@link #MOST_NAMES}
     * @return ids by name; names that are not stored are absent
     */
    public Map<DocumentName, UUID> find(Database database, Collection<DocumentName> names) {
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("names: at most " + MOST_NAMES + " at once");
        }
        if (documents.algorithm().digits() != ContentHashAlgorithm.SHA_256.digits()) {
            // No name has as many digits as the hashes of this corpus.
            return Map.of();
        }
        List<DocumentName> asked = List.copyOf(names);
        List<String> users = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < asked.size(); place++) {
            if (byId) {
                // The place of the owner holds the id that follows from both.
                users.add(trueId(asked.get(place)).toString());
                hashes.add("");
                places.add(place);
                continue;
            }
            for (String user : spellings.users(asked.get(place))) {
                for (String hash : spellings.hashes(asked.get(place))) {
                    users.add(user);
                    hashes.add(hash);
                    places.add(place);
                }
            }
        }
        if (places.isEmpty()) {
            return Map.of();
        }
        List<Row> rows = reading(
                database,
                index.coverage().reads() ? PlannerSettings.BY_INDEX : "",
                session -> session.list(
                        find,
                        KnownDocuments::row,
                        users.toArray(String[]::new),
                        hashes.toArray(String[]::new),
                        places.toArray(Integer[]::new)));
        Map<DocumentName, UUID> found = new HashMap<>();
        for (Row row : rows) {
            DocumentName name = asked.get(row.place);
            // Some columns compare without regard to case, and the recipe does not.
            if (name.userId().equals(row.user) && name.fileSha256().equals(row.hash)) {
                found.merge(name, row.id, (one, other) -> chosen(name, one, other));
            }
        }
        return found;
    }

    /** Id of the recipe of this corpus: the digits are those of its algorithm. */
    private DocumentId trueId(DocumentName name) {
        return documents.algorithm().documentId(namespace, name.userId(), name.fileSha256());
    }

    private UUID chosen(DocumentName name, UUID one, UUID other) {
        UUID right = trueId(name).toUuid();
        if (one.equals(right) || other.equals(right)) {
            return right;
        }
        return one.toString().compareTo(other.toString()) <= 0 ? one : other;
    }

    /**
     * The newest documents, newest first; none where no index has them in order, because reading all documents would take too long.
     */
    public List<DocumentName> newest(Database database, int most) {
        if (!ordered || most <= 0) {
            return List.of();
        }
        String createdAt = RecipeSql.column(documents.createdAt().orElseThrow(), "d");
        String sql = "SELECT 0 AS place, " + RecipeSql.canonicalUser(documents, "d") + " AS document_user, "
                + RecipeSql.contentHash(documents, "d") + " AS hash, " + id() + " AS id FROM "
                + TableSql.quoted(documents.table()) + " AS d WHERE " + createdAt + " IS NOT NULL ORDER BY " + createdAt
                + " DESC LIMIT " + most;
        List<DocumentName> names = new ArrayList<>();
        for (Row row : reading(database, PlannerSettings.BY_INDEX, session -> session.list(sql, KnownDocuments::row))) {
            try {
                names.add(new DocumentName(row.user, row.hash));
            } catch (RefusedException illegal) {
                // Nobody can ask for it.
            }
        }
        return names;
    }

    private static <T> T reading(Database database, String planner, Function<Session, T> work) {
        try (Session session = database.open()) {
            session.longestWait(LONGEST.plusSeconds(2));
            return session.inTransaction(() -> {
                session.execute("SET LOCAL transaction_read_only = on; SET LOCAL statement_timeout = "
                        + LONGEST.toMillis() + (planner.isEmpty() ? "" : "; " + planner));
                return work.apply(session);
            });
        }
    }

    private static String find(DocumentTable documents, boolean byIndex) {
        String matches = matches(documents);
        String asked = "unnest($1::text[], $2::text[], $3::int4[]) AS a (document_user, hash, place)";
        String columns = RecipeSql.canonicalUser(documents, "d") + " AS document_user, "
                + RecipeSql.contentHash(documents, "d") + " AS hash, " + RecipeSql.column(documents.id(), "d")
                + "::text AS id";
        String table = TableSql.quoted(documents.table()) + " AS d";
        return byIndex
                ? "SELECT a.place, f.document_user, f.hash, f.id FROM " + asked + " CROSS JOIN LATERAL (SELECT "
                        + columns + " FROM " + table + " WHERE " + matches + " OFFSET 0) AS f"
                : "SELECT a.place, " + columns + " FROM " + asked + " JOIN " + table + " ON " + matches;
    }

    private static String matches(DocumentTable documents) {
        if (isById(documents)) {
            return RecipeSql.column(documents.id(), "d") + " = CAST(a.document_user AS "
                    + Spellings.comparable(documents.id()) + ")";
        }
        Column user = documents.user().plainColumn().orElseThrow();
        Column content = documents.contentHash().plainColumn().orElseThrow();
        String hash = documents.hashType() == HashType.BYTEA
                ? "decode(a.hash, 'hex')"
                : "CAST(a.hash AS " + Spellings.comparable(content) + ")";
        return RecipeSql.column(user, "d") + " = CAST(a.document_user AS " + Spellings.comparable(user) + ") AND "
                + RecipeSql.column(content, "d") + " = " + hash;
    }

    /** Whether an input is more than a column, so that documents are looked up by their true ids: those that have one are found. */
    private static boolean isById(DocumentTable documents) {
        return documents.user().plainColumn().isEmpty()
                || documents.contentHash().plainColumn().isEmpty();
    }

    private String id() {
        return RecipeSql.column(documents.id(), "d") + "::text";
    }

    private static Row row(Session.Fields row) {
        return new Row(
                row.get("place", Integer.class),
                row.find("document_user", String.class).orElse(""),
                row.find("hash", String.class).orElse(""),
                UuidText.parse(row.text("id")));
    }
}
