// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Session;
import io.truename.postgres.rekeying.work.RolledBackCorpus.Found;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a rollback may end. What is under neither id was deleted by the application, as it may. What is doubtful stops the
 * rollback until a person has looked at it: resuming says that it is the application's doing, and the same is not asked twice.
 *
 * @param sentence of counts and ids, for people
 */
record RollbackCheck(boolean passed, String sentence) {
    static RollbackCheck of(Session session, CorpusSchema schema, int run) {
        List<Found> found = new RolledBackCorpus(schema, run).look(session);
        long doubts =
                found.stream().mapToLong(table -> table.kept() + table.lost()).sum();
        List<String> sentences = new ArrayList<>();
        for (Found table : found) {
            sentences.add(sentence(table));
        }
        if (doubts == 0) {
            return new RollbackCheck(true, String.join(" ", sentences));
        }
        boolean accepted = session.one(
                "SELECT coalesce((preflight ->> 'doubtsOfRollback')::bigint, 0) >= $2 AS accepted FROM truename.run WHERE number = $1",
                row -> row.flag("accepted"),
                run,
                doubts);
        session.update(
                "UPDATE truename.run SET preflight = preflight || jsonb_build_object('doubtsOfRollback', $2::bigint) WHERE number = $1",
                run,
                doubts);
        sentences.add(
                accepted
                        ? "It was resumed with that."
                        : "If the application deleted them or stored them anew, resume; else they are in the backup.");
        return new RollbackCheck(accepted, String.join(" ", sentences));
    }

    private static String sentence(Found found) {
        long there = found.looked() - found.kept() - found.lost() - found.deleted();
        StringBuilder sentence = new StringBuilder("Of " + found.table() + ", " + there + " of " + found.looked()
                + " rows that were moved back are under the id they had.");
        if (found.deleted() > 0) {
            sentence.append(' ').append(found.deleted()).append(" were deleted since.");
        }
        if (found.kept() > 0) {
            sentence.append(' ').append(found.kept()).append(" are still under the id they had been given.");
        }
        if (found.lost() > 0) {
            sentence.append(' ').append(found.lost()).append(" that had been merged are not there again.");
        }
        if (found.isDoubtful()) {
            sentence.append(" Their ids: ")
                    .append(String.join(", ", found.examples()))
                    .append('.');
        }
        return sentence.toString();
    }
}
