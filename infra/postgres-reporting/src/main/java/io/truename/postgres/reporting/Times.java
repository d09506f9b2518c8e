// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.postgres.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times of columns. */
final class Times {
    private Times() {}

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant of(Session.Fields row, String column) {
        return row.get(column, OffsetDateTime.class).toInstant();
    }
}
