// SPDX-License-Identifier: Apache-2.0
/** The report of a migration. Read {@link io.truename.report.migration.MigrationMaker} first. */
@NullMarked
package io.truename.report.migration;

import org.jspecify.annotations.NullMarked;
