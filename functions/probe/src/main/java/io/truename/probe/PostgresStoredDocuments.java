// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema.DocumentTable;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.identity.DocumentName;
import io.truename.identity.Namespace;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.postgres.SqlException;
import io.truename.postgres.corpus.schema.BackfillInspector;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.KnownDocuments;
import io.truename.postgres.probing.known.LookUpIndex;
import io.truename.probe.known.StoredDocuments;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Documents of the mapped corpus. Reads the mapping again with each version, so that a correction takes effect within the bound. */
final class PostgresStoredDocuments implements StoredDocuments {
    /** After this, a new index is noticed. */
    private static final Duration INDEXES_HOLD = Duration.ofMinutes(5);

    /** The query takes less than a millisecond: a server that needs longer does not answer. */
    private static final Duration LONGEST_VERSION = Duration.ofSeconds(2);

    private final Database database;
    private final Supplier<String> mapping;
    private final Clock clock;
    private @Nullable Inspected inspected;

    PostgresStoredDocuments(Database database, Supplier<String> mapping, Clock clock) {
        this.database = database;
        this.mapping = mapping;
        this.clock = clock;
    }

    private record Inspected(
            String yaml, DocumentTable table, Namespace namespace, KnownDocuments documents, Instant at) {
        boolean isOf(String other, Instant now) {
            return yaml.equals(other) && now.isBefore(at.plus(INDEXES_HOLD));
        }
    }

    @Override
    public CorpusVersion version() {
        String yaml = inspected().yaml;
        CorpusVersion ids = database.with(session -> CorpusVersion.read(session.longestWait(LONGEST_VERSION)));
        String structure =
                UUID.nameUUIDFromBytes(yaml.getBytes(StandardCharsets.UTF_8)).toString();
        return new CorpusVersion(ids.text() + "." + structure, ids.micros());
    }

    @Override
    public Map<DocumentName, UUID> find(Collection<DocumentName> names) {
        try {
            return inspected().documents.find(database, names);
        } catch (SqlException failed) {
            if (!failed.connectionLost()) {
                forget();
            }
            throw failed;
        }
    }

    @Override
    public void beginNextEpoch() {
        database.with(session -> {
            CorpusVersion.beginNextEpoch(session);
            return true;
        });
    }

    @Override
    public List<DocumentName> newest(int most) {
        return inspected().documents.newest(database, most);
    }

    @Override
    public LookUpIndex index() {
        return inspected().documents.index();
    }

    /** A table that was changed since is looked at again. */
    private synchronized void forget() {
        inspected = null;
    }

    private synchronized Inspected inspected() {
        String yaml = mapping.get();
        Instant now = clock.instant();
        Inspected known = inspected;
        if (known == null || !known.yaml.equals(yaml)) {
            known = inspect(yaml, now);
            inspected = known;
        } else if (!known.isOf(yaml, now)) {
            Inspected before = known;
            KnownDocuments again = database.with(session -> KnownDocuments.of(session, before.table, before.namespace));
            known = new Inspected(yaml, before.table, before.namespace, again, now);
            inspected = known;
        }
        return known;
    }

    private Inspected inspect(String yaml, Instant now) {
        Mapping read;
        try {
            read = MappingReader.read(yaml);
        } catch (MappingException unreadable) {
            throw new NotSetUpException(Missing.MAPPING, "The mapping cannot be read: " + unreadable.getMessage());
        }
        return database.with(session -> {
            DocumentTable table = read.beside() ? besideKeys(session, read) : underTrueIds(session, read);
            KnownDocuments documents = KnownDocuments.of(session, table, read.namespace());
            return new Inspected(yaml, table, read.namespace(), documents, now);
        });
    }

    private static DocumentTable underTrueIds(Session session, Mapping mapping) {
        return CorpusInspector.inspectUnderWay(session, mapping)
                .schema()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.MAPPING,
                        "The mapping does not fit the database: POST /assessments of migrate lists what to correct."))
                .documents();
    }

    private static DocumentTable besideKeys(Session session, Mapping mapping) {
        return BackfillInspector.inspectUnderWay(session, mapping)
                .schema()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.MAPPING,
                        "The mapping does not fit the database: POST /migrations of migrate lists what to correct."))
                .documentsByTrueId()
                .orElseThrow(() -> new NotSetUpException(
                        Missing.MAPPING,
                        "Documents store no true ids: name a column for them as documents.trueId in the mapping."));
    }
}
