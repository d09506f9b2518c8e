// SPDX-License-Identifier: Apache-2.0
/**
 * Catalog of functions, topics, subscriptions and schedules, read from YAML. Read {@link io.truename.catalog.Catalog} first.
 */
@NullMarked
package io.truename.catalog;

import org.jspecify.annotations.NullMarked;
