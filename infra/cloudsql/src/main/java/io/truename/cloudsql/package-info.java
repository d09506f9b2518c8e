// SPDX-License-Identifier: Apache-2.0
/** What Cloud SQL says about backups. Read {@link io.truename.cloudsql.CloudSqlBackups} first. */
@NullMarked
package io.truename.cloudsql;

import org.jspecify.annotations.NullMarked;
