// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.advice;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.probing.advice.QueryFacts;
import io.truename.probing.advice.Unseen;
import java.util.List;
import java.util.Optional;

/** Reads statements from pg_stat_statements, where it is installed and preloaded. */
final class StatementReader {
    private static final int MOST = 200;

    private static final String EXTENSION = """
        SELECT n.nspname::text AS schema FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'
        """;

    private static final String STATEMENTS = """
        SELECT queryid, min(query) AS query, sum(calls)::bigint AS calls, sum(total_exec_time)::float8 AS millis,
               sum(shared_blks_read)::bigint AS blocks
          FROM %s.pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
           AND queryid IS NOT NULL
           AND query ~* '^\\s*(select|insert|update|delete|merge|with)\\M'
           AND query !~* '\\m(truename|pg_catalog|information_schema|pg_stat_\\w+)\\M'
         GROUP BY queryid ORDER BY millis DESC LIMIT %d
        """;

    private static final String HIDDEN = """
        SELECT count(*) AS hidden FROM %s.pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND queryid IS NULL
        """;

    private StatementReader() {}

    static List<QueryFacts> read(Session session, Optional<CorpusSchema> corpus, List<Unseen> unseen) {
        Optional<String> schema = session.find(EXTENSION, row -> row.text("schema"));
        boolean preloaded = session.one(
                "SELECT pg_catalog.current_setting('pg_stat_statements.max', true) IS NOT NULL AS there",
                row -> row.flag("there"));
        if (schema.isEmpty() || !preloaded) {
            unseen.add(new Unseen(
                    "slow and growing statements",
                    schema.isEmpty()
                            ? "The extension pg_stat_statements is not installed in this database."
                            : "The server was started without pg_stat_statements.",
                    schema.isEmpty()
                            ? "CREATE EXTENSION pg_stat_statements; its library is preloaded by Cloud SQL, elsewhere by"
                                    + " shared_preload_libraries."
                            : "Add pg_stat_statements to shared_preload_libraries and restart the server."));
            return List.of();
        }
        String place = SqlNames.quoted(schema.get());
        long hidden = session.one(HIDDEN.formatted(place), row -> row.number("hidden"));
        if (hidden > 0) {
            unseen.add(new Unseen(
                    "statements of other roles",
                    hidden + " statements of other roles are hidden.",
                    "GRANT pg_read_all_stats TO the role of TRUENAME_DATABASE_URL, or pg_monitor, which includes it."));
        }
        StatementTexts texts = new StatementTexts(corpus);
        return session.list(STATEMENTS.formatted(place, MOST), row -> {
            String text = row.text("query");
            String shown = StatementTexts.shown(text);
            return new QueryFacts(
                    row.number("queryid"),
                    shown,
                    StatementTexts.isWhole(shown)
                            ? Optional.empty()
                            : Optional.of("SELECT query FROM " + place + ".pg_stat_statements WHERE queryid = "
                                    + row.number("queryid") + ";"),
                    texts.isIdLookup(text),
                    row.number("calls"),
                    row.get("millis", Double.class),
                    row.number("blocks"));
        });
    }
}
