// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.scan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as a scan reads it.
 *
 * @param user as stored
 * @param contentHash hex digits in the case that is stored
 * @param status as stored; null if it has none or the corpus knows no status
 * @param settled whether it is old enough that its chunks and embeddings should be there
 * @param toMove whether a migration or roll back that has not ended will still move it: its ids are progress, not findings
 * @param extras further columns by label, such as {@code file-name}: a wrong recipe may have read one
 */
public record DocumentRow(
        StoredId id,
        @Nullable String user,
        @Nullable String contentHash,
        @Nullable String status,
        boolean settled,
        boolean toMove,
        Map<String, String> extras) {
    public DocumentRow {
        extras = Map.copyOf(extras);
    }

    /** Hides the contents: a user id or a hash must not reach a log by accident. */
    @Override
    public String toString() {
        return "DocumentRow[" + id + "]";
    }
}
