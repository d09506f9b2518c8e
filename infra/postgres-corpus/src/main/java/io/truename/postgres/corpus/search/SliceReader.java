// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.search;

import io.truename.corpus.reference.IdPattern;
import io.truename.corpus.reference.IdToken;
import io.truename.corpus.reference.JsonPlace;
import io.truename.postgres.Session;
import io.truename.postgres.corpus.search.JsonTexts.Text;
import io.truename.postgres.corpus.search.SearchState.Group;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Reader of slices of a table: finds tokens like ids in the values, looks all of them up among the ids of the corpus, and tallies
 * those that are ids. So any id is found, and no UUID of another kind.
 */
final class SliceReader {
    private static final int MOST_TOKENS_OF_A_TEXT = 1_000;
    private static final int TOKENS_AT_ONCE = 4_000;
    private static final int CHARACTERS_AT_ONCE = 8_000_000;

    private final Session session;
    private final List<SearchedColumn> columns;
    private final SliceSql sql;
    private final IdLookup ids;
    private final CoveredPlaces covered;
    private final ReferenceTally tally;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<UUID> tokens = new HashSet<>();
    private long characters;
    private long row;

    /** Creates a reader; the session must be in a transaction. */
    SliceReader(
            Session session,
            SearchedTable table,
            List<SearchedColumn> columns,
            IdLookup ids,
            CoveredPlaces covered,
            ReferenceTally tally) {
        this.session = session;
        this.columns = columns;
        this.sql = new SliceSql(table, columns);
        this.ids = ids;
        this.covered = covered;
        this.tally = tally;
    }

    private record Candidate(long row, SearchedColumn column, Text text, List<IdToken> tokens) {}

    /**
     * Count of the rows that were read.
     *
     * @param large values that were too large
     */
    record Count(long rows, long large) {}

    /** Reads the slice from one block until before another. */
    Count read(long from, long until) {
        Count count =
                session.one(sql.count(from, until), fields -> new Count(fields.number("rows"), fields.number("large")));
        if (count.rows == 0) {
            return count;
        }
        session.execute(sql.declare(from, until));
        int atOnce = sql.rowsAtOnce();
        int fetched;
        do {
            fetched = session.list("FETCH " + atOnce + " FROM " + SliceSql.CURSOR, this::take)
                    .size();
            if (tokens.size() >= TOKENS_AT_ONCE || characters >= CHARACTERS_AT_ONCE) {
                lookUp();
            }
        } while (fetched == atOnce);
        session.execute("CLOSE " + SliceSql.CURSOR);
        lookUp();
        return count;
    }

    private boolean take(Session.Fields fields) {
        row++;
        for (int i = 0; i < columns.size(); i++) {
            String value = fields.orNull(i, String.class);
            if (value != null) {
                texts(columns.get(i), value).forEach(this::add);
            }
        }
        return true;
    }

    private List<Candidate> texts(SearchedColumn column, String value) {
        boolean looksLikeJson =
                !value.isBlank() && "{[".indexOf(value.stripLeading().charAt(0)) >= 0;
        if (column.wholeOnly() || (looksLikeJson && column.kind() == SearchedColumn.Kind.TEXT)) {
            JsonTexts json = JsonTexts.of(value);
            boolean cut = value.length() >= sql.characters();
            if (json.whole() || cut || column.wholeOnly()) {
                return json.texts().stream()
                        .map(text -> candidate(column, text))
                        .toList();
            }
        }
        return List.of(candidate(column, new Text(JsonPlace.ROOT, false, value)));
    }

    private Candidate candidate(SearchedColumn column, Text text) {
        return new Candidate(row, column, text, IdToken.in(text.text(), MOST_TOKENS_OF_A_TEXT));
    }

    private void add(Candidate candidate) {
        if (!candidate.tokens.isEmpty()) {
            candidates.add(candidate);
            candidate.tokens.forEach(token -> tokens.add(token.id()));
            characters += candidate.text.text().length();
        }
    }

    private void lookUp() {
        if (!tokens.isEmpty()) {
            Map<UUID, IdLookup.Known> found = ids.find(session, tokens);
            candidates.forEach(candidate -> tally(candidate, found));
        }
        candidates.clear();
        tokens.clear();
        characters = 0;
    }

    private void tally(Candidate candidate, Map<UUID, IdLookup.Known> found) {
        List<IdToken> known = new ArrayList<>();
        SortedSet<Integer> spaces = new TreeSet<>();
        boolean old = false;
        for (IdToken token : candidate.tokens) {
            IdLookup.Known id = found.get(token.id());
            boolean free = known.isEmpty() || known.get(known.size() - 1).end() <= token.start();
            if (id != null && free && !covered.covers(candidate.column, token, id.space())) {
                known.add(token);
                spaces.add(id.space());
                old |= id.old();
            }
        }
        if (known.isEmpty()) {
            return;
        }
        Text text = candidate.text;
        IdPattern pattern = IdPattern.of(text.text(), known);
        if (!text.key()
                && ((pattern.replaceable() && covered.covers(candidate.column, text.place()))
                        || covered.covers(candidate.column, text.place(), text.text()))) {
            return;
        }
        tally.add(
                candidate.row,
                new Group(candidate.column, text.place(), text.key(), List.copyOf(spaces), pattern, 1, old ? 1 : 0));
    }
}
