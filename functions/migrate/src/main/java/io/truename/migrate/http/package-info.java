// SPDX-License-Identifier: Apache-2.0
/** HTTP API of {@code migrate}. Read {@link io.truename.migrate.http.MigrateRoutes} first: it lists every route. */
@NullMarked
package io.truename.migrate.http;

import org.jspecify.annotations.NullMarked;
