// SPDX-License-Identifier: Apache-2.0
/** Backup check against the Cloud SQL Admin API. Read {@link io.truename.cloudsql.CloudSqlBackups} first. */
@NullMarked
package io.truename.cloudsql;

import org.jspecify.annotations.NullMarked;
