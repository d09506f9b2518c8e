// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.plan;

import io.truename.identity.ChunkName;
import io.truename.identity.DocumentId;
import io.truename.identity.Namespace;
import io.truename.identity.Refusal;
import io.truename.identity.RefusedException;
import io.truename.identity.UuidText;
import io.truename.postgres.Session.Fields;
import java.util.Optional;
import java.util.UUID;

/** Row of a chunk, with values as the corpus writes them. */
public record ChunkRow(
        String id,
        Optional<String> document,
        Optional<String> chunker,
        Optional<String> version,
        Optional<String> ordinal) {
    /** Reads a row with columns of these names. */
    public static ChunkRow read(Fields row) {
        return new ChunkRow(
                row.text("id"),
                row.find("document", String.class),
                row.find("chunker", String.class),
                row.find("version", String.class),
                row.find("ordinal", String.class));
    }

    UUID uuid() {
        return UuidText.parse(id);
    }

    /** Id of the chunk's document; empty if the value is not an id. */
    Optional<UUID> documentId() {
        return document.filter(UuidText::isUuid).map(UuidText::parse);
    }

    /**
     * Computes the true id as a chunk of a document.
     *
     * @throws RefusedException if an input is not legal
     */
    public UUID trueId(Namespace namespace, DocumentId of) {
        // The recipe accepts only the canonical text of a number: 007 and 7.0 are refused.
        long number = ordinal.filter(text -> text.matches("0|[1-9][0-9]{0,9}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (number >= 0 && number <= Integer.MAX_VALUE && chunker.isPresent() && version.isPresent()) {
            return namespace
                    .chunkId(of, chunker.get(), version.get(), (int) number)
                    .toUuid();
        }
        return namespace
                .chunkId(ChunkName.of(of.toString(), chunker.orElse(null), version.orElse(null), number))
                .toUuid();
    }

    /** Reason of a refusal, with the names of the mapping's fields. */
    public static String reason(int source, RefusedException illegal) {
        StringBuilder reason = new StringBuilder();
        for (Refusal refusal : illegal.refusals()) {
            reason.append(reason.length() == 0 ? "" : ". ")
                    .append("chunks[")
                    .append(source - 1)
                    .append("].")
                    .append(refusal.field())
                    .append(' ')
                    .append(refusal.rule());
            // Of an ordinal nothing is known here but that it is none.
            if (!refusal.field().equals("ordinal")) {
                reason.append("; got ").append(refusal.got());
            }
        }
        return reason.toString();
    }
}
