// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.corpus.mapping.Mapping;
import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.edge.corpus.Missing;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.identity.DocumentName;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.known.CorpusVersion;
import io.truename.postgres.probing.known.KnownDocuments;
import io.truename.postgres.probing.known.LookUpIndex;
import io.truename.probe.known.StoredDocuments;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Documents of the mapped corpus. Reads the mapping again with each version, so that a correction takes effect within the bound. */
final class PostgresStoredDocuments implements StoredDocuments {
    private final Database database;
    private final Supplier<String> mapping;
    private @Nullable Inspected inspected;

    PostgresStoredDocuments(Database database, Supplier<String> mapping) {
        this.database = database;
        this.mapping = mapping;
    }

    private record Inspected(String yaml, KnownDocuments documents) {}

    @Override
    public CorpusVersion version() {
        String yaml = inspected().yaml;
        CorpusVersion ids = database.with(CorpusVersion::read);
        String structure =
                UUID.nameUUIDFromBytes(yaml.getBytes(StandardCharsets.UTF_8)).toString();
        return new CorpusVersion(ids.text() + "." + structure, ids.micros());
    }

    @Override
    public Map<DocumentName, UUID> find(Collection<DocumentName> names) {
        return inspected().documents.find(database, names);
    }

    @Override
    public List<DocumentName> newest(int most) {
        return inspected().documents.newest(database, most);
    }

    @Override
    public LookUpIndex index() {
        return inspected().documents.index();
    }

    private synchronized Inspected inspected() {
        String yaml = mapping.get();
        Inspected known = inspected;
        if (known == null || !known.yaml.equals(yaml)) {
            known = new Inspected(yaml, inspect(yaml));
            inspected = known;
        }
        return known;
    }

    private KnownDocuments inspect(String yaml) {
        Mapping read;
        try {
            read = MappingReader.read(yaml);
        } catch (MappingException unreadable) {
            throw new NotSetUpException(Missing.MAPPING, "The mapping cannot be read: " + unreadable.getMessage());
        }
        return database.with(session -> {
            CorpusSchema schema = CorpusInspector.inspect(session, read)
                    .schema()
                    .orElseThrow(() -> new NotSetUpException(
                            Missing.MAPPING,
                            "The mapping does not fit the database: POST /assessments of"
                                    + " migrate lists what to correct."));
            return KnownDocuments.of(session, schema.documents(), schema.namespace());
        });
    }
}
