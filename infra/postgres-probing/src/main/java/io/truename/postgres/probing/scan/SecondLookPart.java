// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.probing.scan;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.Session;
import io.truename.probing.finding.Cause;
import io.truename.probing.scan.CorpusChecks;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Second look at all documents, for the few ids that no recipe explains: another document may be their parent. Mostly there are none. */
final class SecondLookPart implements ScanPart {
    private final String table;
    private final DocumentPart documents;
    private @Nullable CorpusChecks checks;

    SecondLookPart(CorpusSchema schema, CorpusChecks.State prior, Database corpus) {
        table = schema.documents().table().toString();
        documents = new DocumentPart(schema, prior, corpus);
    }

    @Override
    public String name() {
        return "unexplained ids " + table;
    }

    @Override
    public boolean covers(Cause cause) {
        return false;
    }

    @Override
    public boolean read(Session session, ScanState state, Optional<LiveRun> run, BooleanSupplier timeIsUp) {
        CorpusChecks continued = checks == null ? documents.checks(state.checks) : checks;
        checks = continued;
        PageReader.prepare(session);
        while (continued.wantsSecondLook()) {
            CorpusPage page = documents.reader().documents(session, state.after);
            page.secondLook(continued);
            state.after = page.until();
            state.rows += page.documents();
            if (page.until().isEmpty() || timeIsUp.getAsBoolean()) {
                break;
            }
        }
        state.checks = continued.state();
        return state.after.isEmpty() || !continued.wantsSecondLook();
    }
}
