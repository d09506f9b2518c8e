// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.known;

import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.identity.DocumentName;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.KnownDocuments;
import io.truename.postgres.probing.known.LookUpIndex;
import io.truename.probe.known.StoredDocuments;
import io.truename.testkit.database.TestDatabase;
import io.truename.testkit.schema.SchemaVariant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Corpus of numbered documents in the sample's tables. */
final class KnownCorpus implements StoredDocuments {
    private static final int USERS = 1_000;

    private final Database database;
    private final KnownDocuments documents;

    KnownCorpus(Database database) {
        this.database = database;
        this.documents = database.with(session -> {
            CorpusSchema schema = CorpusInspector.inspect(
                            session, MappingReader.read(SchemaVariant.SAMPLE_PIPELINE.mapping()))
                    .schema()
                    .orElseThrow();
            return KnownDocuments.of(session, schema.documents(), schema.namespace());
        });
    }

    /** Fills an empty database. */
    static void fill(TestDatabase database, int documents) {
        SchemaVariant.SAMPLE_PIPELINE.create(database);
        database.execute(
                "INSERT INTO upload_pipeline.documents (document_id, user_id, filename, mime, bytes_len, file_sha256)"
                        + " SELECT gen_random_uuid(), 'auth0|' || abs(n) % " + USERS + ", 'file', 'text/plain', 1000,"
                        + " encode(sha256(convert_to('file ' || n, 'UTF8')), 'hex') FROM generate_series(0, "
                        + (documents - 1)
                        + ") AS n; ANALYZE upload_pipeline.documents");
    }

    /** Name of a document by its number; negative numbers are not stored. */
    static DocumentName name(int number) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("file " + number).getBytes(StandardCharsets.UTF_8));
            return new DocumentName(
                    "auth0|" + Math.abs(number) % USERS, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("Every Java platform has it.", impossible);
        }
    }

    @Override
    public CorpusVersion version() {
        return database.with(CorpusVersion::read);
    }

    @Override
    public Map<DocumentName, UUID> find(Collection<DocumentName> names) {
        return documents.find(database, names);
    }

    @Override
    public void beginNextEpoch() {
        throw new UnsupportedOperationException("nothing changes here");
    }

    @Override
    public List<DocumentName> newest(int most) {
        return documents.newest(database, most);
    }

    @Override
    public LookUpIndex index() {
        return documents.index();
    }
}
