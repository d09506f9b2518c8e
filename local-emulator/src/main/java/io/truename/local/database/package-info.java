// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL as a component of the local cloud. Read {@link io.truename.local.database.LocalDatabase} first. */
@NullMarked
package io.truename.local.database;

import org.jspecify.annotations.NullMarked;
