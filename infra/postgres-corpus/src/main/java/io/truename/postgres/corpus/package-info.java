// SPDX-License-Identifier: Apache-2.0
/** Corpus in PostgreSQL: catalog, assessment, validation, health. Read-only for tables of the application. */
@NullMarked
package io.truename.postgres.corpus;

import org.jspecify.annotations.NullMarked;
