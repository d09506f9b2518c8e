// SPDX-License-Identifier: Apache-2.0
/** Prices and billed costs from Google's APIs. Read {@link io.truename.billing.CatalogPrices} first. */
@NullMarked
package io.truename.billing;

import org.jspecify.annotations.NullMarked;
