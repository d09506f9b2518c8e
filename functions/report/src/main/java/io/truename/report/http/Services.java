// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.corpus.schema.CorpusSchema;
import io.truename.postgres.Database;
import io.truename.postgres.reporting.ReportStore;
import io.truename.report.making.Reports;
import io.truename.report.money.Money;
import java.util.function.Supplier;

/**
 * Services of calls.
 *
 * @param corpus throws {@link io.truename.edge.corpus.NotSetUpException} without a mapping that fits the database
 */
public record Services(
        Database database, ReportStore reportStore, Reports reports, Money money, Supplier<CorpusSchema> corpus) {}
