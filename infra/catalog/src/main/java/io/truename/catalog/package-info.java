// SPDX-License-Identifier: Apache-2.0
/** What exists, as data. Read {@link io.truename.catalog.Catalog} first. */
@NullMarked
package io.truename.catalog;

import org.jspecify.annotations.NullMarked;
