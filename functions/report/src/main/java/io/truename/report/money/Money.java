// SPDX-License-Identifier: Apache-2.0
package io.truename.report.money;

import io.truename.billing.BigQueryCosts;
import io.truename.billing.CatalogPrices;
import io.truename.postgres.reporting.BudgetStore;
import io.truename.postgres.reporting.CostStore;
import io.truename.postgres.reporting.FeedbackStore;
import io.truename.postgres.reporting.PriceStore;
import io.truename.postgres.reporting.RecommendationStore;
import io.truename.storage.ObjectStore;
import java.util.Optional;

/**
 * Stores and sources of money and feedback.
 *
 * @param catalog price list of Google
 * @param billed export of billed costs in BigQuery; empty if no table is set
 * @param files objects of the bucket, among them exports of costs
 */
public record Money(
        BudgetStore budgets,
        PriceStore prices,
        CostStore costs,
        RecommendationStore recommendations,
        FeedbackStore feedback,
        CatalogPrices catalog,
        Optional<BigQueryCosts> billed,
        ObjectStore files) {
    /** With stores, which have no state. */
    public static Money of(CatalogPrices catalog, Optional<BigQueryCosts> billed, ObjectStore files) {
        return new Money(
                new BudgetStore(),
                new PriceStore(),
                new CostStore(),
                new RecommendationStore(),
                new FeedbackStore(),
                catalog,
                billed,
                files);
    }
}
