// SPDX-License-Identifier: Apache-2.0
/** Prices by date, and the cost of usage by them. Read {@link io.truename.costing.price.PriceTable} first. */
@NullMarked
package io.truename.costing.price;

import org.jspecify.annotations.NullMarked;
