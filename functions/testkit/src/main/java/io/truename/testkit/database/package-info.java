// SPDX-License-Identifier: Apache-2.0
/** Real PostgreSQL servers for tests. Read {@link io.truename.testkit.database.TestServer} first. */
@NullMarked
package io.truename.testkit.database;

import org.jspecify.annotations.NullMarked;
