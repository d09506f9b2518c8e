// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.selfcheck;

import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.probing.selfcheck.Answers;
import io.truename.probing.selfcheck.Question;
import java.util.List;
import java.util.Optional;

/**
 * Ids that PostgreSQL computes of names. SHA-256 is built in. SHA-1 needs {@code uuid_generate_v5} of extension uuid-ossp, or {@code
 * digest} of pgcrypto, in whatever schema it is; nothing is installed. Only functions that belong to the extension are called.
 */
public final class IdsInSql {
    private static final String NO_EXTENSION =
            "The database has neither extension uuid-ossp nor pgcrypto, or its role may"
                    + " not use them: SHA-1 is not built in. CREATE EXTENSION \"uuid-ossp\" adds it.";

    private static final String BOUNDS = "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '5s'";

    private static final String FUNCTION = """
        SELECT quote_ident(n.nspname) || '.' || quote_ident(p.proname) AS name, e.extname = 'pgcrypto' AS digest
          FROM pg_catalog.pg_extension e
          JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid
                                     AND d.classid = 'pg_catalog.pg_proc'::regclass AND d.deptype = 'e'
          JOIN pg_catalog.pg_proc p ON p.oid = d.objid
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
         WHERE (e.extname = 'uuid-ossp' AND p.proname = 'uuid_generate_v5'
                OR e.extname = 'pgcrypto' AND p.proname = 'digest' AND p.proargtypes[0] = 'bytea'::regtype)
           AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
         ORDER BY e.extname DESC LIMIT 1
        """;

    private static final String IDS = """
        SELECT %s AS id
          FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (namespace, name, number)
         ORDER BY number
        """;

    /** The first 128 bits of a hash, with version and variant set. */
    private static final String NAMED = """
        (SELECT encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | %d), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid::text
           FROM (SELECT substr(%s, 1, 16)) AS named (hash))""";

    private static final String INPUT = "uuid_send(namespace) || convert_to(name, 'UTF8')";

    private IdsInSql() {}

    private record Function(String name, boolean digest) {}

    /** Asks for the id of each question; all have the hash of the namespace. A server that refuses leaves them unanswered. */
    public static Answers answer(Database database, Namespace corpus, List<Question> questions) {
        try {
            return database.inTransaction(session -> {
                session.execute(BOUNDS);
                return expression(session, corpus.hash())
                        .<Answers>map(expression -> new Answers.Given(questions, ids(session, expression, questions)))
                        .orElseGet(() -> new Answers.None(NO_EXTENSION));
            });
        } catch (SqlException refused) {
            if (refused.connectionLost()) {
                throw refused;
            }
            return new Answers.None("The database refused to compute ids: SQLSTATE " + refused.sqlState() + ".");
        }
    }

    private static Optional<String> expression(Session session, NameHash hash) {
        if (hash == NameHash.SHA_256) {
            return Optional.of(named(hash, "sha256(" + INPUT + ")"));
        }
        return session.find(FUNCTION, row -> new Function(row.text("name"), row.flag("digest")))
                .map(function -> function.digest()
                        ? named(hash, function.name() + "(" + INPUT + ", 'sha1')")
                        : function.name() + "(namespace, name)::text");
    }

    private static String named(NameHash hash, String digest) {
        return NAMED.formatted(hash.version() << 4, digest);
    }

    private static List<String> ids(Session session, String expression, List<Question> questions) {
        return session.list(
                IDS.formatted(expression),
                row -> row.text("id"),
                questions.stream()
                        .map(question -> question.namespaceId().toString())
                        .toArray(String[]::new),
                questions.stream().map(Question::name).toArray(String[]::new));
    }
}
