// SPDX-License-Identifier: Apache-2.0
/**
 * Probe of a corpus in PostgreSQL: reads documents, chunks and references without changing them, and keeps findings, scans and stage
 * events in schema {@code truename}.
 */
@NullMarked
package io.truename.postgres.probing;

import org.jspecify.annotations.NullMarked;
