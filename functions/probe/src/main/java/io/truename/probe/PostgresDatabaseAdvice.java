// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.corpus.mapping.MappingException;
import io.truename.corpus.mapping.MappingReader;
import io.truename.corpus.schema.CorpusSchema;
import io.truename.edge.corpus.CorpusSettings;
import io.truename.edge.corpus.NotSetUpException;
import io.truename.postgres.Database;
import io.truename.postgres.corpus.schema.CorpusInspector;
import io.truename.postgres.probing.advice.DatabaseReader;
import io.truename.postgres.probing.advice.ReadingStore;
import io.truename.probe.http.DatabaseAdvice;
import io.truename.probing.advice.AdviceLimits;
import io.truename.probing.advice.AdviceRules;
import io.truename.probing.advice.DatabaseReading;
import java.util.Optional;

/** Advice on the database of the corpus. Keeps the counters of its readings for the next one. */
final class PostgresDatabaseAdvice implements DatabaseAdvice {
    private final Database database;
    private final CorpusSettings settings;

    PostgresDatabaseAdvice(Database database, CorpusSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public Given give() {
        DatabaseReading reading = DatabaseReader.read(database, schema());
        Optional<DatabaseReading.Counters> before = database.inTransaction(session -> {
            Optional<DatabaseReading.Counters> known = ReadingStore.find(session);
            ReadingStore.keep(session, reading.counters());
            return known;
        });
        return new Given(
                reading.at(),
                before.map(DatabaseReading.Counters::at),
                AdviceRules.advise(reading, before, AdviceLimits.USUAL),
                reading.unseen(),
                reading.sessions().used(),
                reading.sessions().used() == 0 ? 0 : reading.sessions().most());
    }

    /** The corpus's schema; empty without a mapping that fits, because most advice needs none. */
    private Optional<CorpusSchema> schema() {
        try {
            var mapping = MappingReader.read(settings.requireMapping());
            return database.with(
                    session -> CorpusInspector.inspectUnderWay(session, mapping).schema());
        } catch (MappingException | NotSetUpException none) {
            return Optional.empty();
        }
    }
}
