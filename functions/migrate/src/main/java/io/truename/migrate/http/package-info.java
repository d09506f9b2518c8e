// SPDX-License-Identifier: Apache-2.0
/** The calls of {@code migrate}. Read {@link io.truename.migrate.http.MigrateRoutes} first: it names every one. */
@NullMarked
package io.truename.migrate.http;

import org.jspecify.annotations.NullMarked;
