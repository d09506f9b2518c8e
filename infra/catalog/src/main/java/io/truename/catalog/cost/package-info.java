// SPDX-License-Identifier: Apache-2.0
/** Cost of an installation in a month, from the catalog and its prices. Read {@link io.truename.catalog.cost.CostSheet} first. */
@NullMarked
package io.truename.catalog.cost;

import org.jspecify.annotations.NullMarked;
